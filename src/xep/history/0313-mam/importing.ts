/** Adds messages of former times to archives, with the ids that another server has given them (XEP-0313 §3, XEP-0227 §4.11). */
import type { Element } from "ltx";
import { BoundedMap } from "../../../bounded-map.ts";
import type { Jid } from "../../../jid/jid.ts";
import type { Database } from "../../../store/database.ts";
import { parseElement } from "../../../xml/parse-element.ts";
import { print } from "../../../xml/print.ts";
import type { StanzaIds } from "../0359-stanza-ids.ts";
import type { AddressIds } from "./address-ids.ts";
import type { GivenIds } from "./given-ids.ts";
import type { Indexer } from "./indexer.ts";
import type { MessageStore } from "./message-store.ts";

export interface FormerMessage {
  /** The id that clients hold, of at most MAX_GIVEN_ID characters. */
  readonly given: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly peer: Pick<Jid, "bare" | "resource">;
  /** In jabber:client, without a declaration of it. */
  readonly message: Element;
  /** Its text, where that is known: then `message` is read only where it matters, and may be parsed when it is. */
  readonly text?: string | undefined;
}

export interface ArchiveImporter {
  /**
   * To be called in the order of the other archive. Returns false for a message that the archive of `owner` (the bare JID of an
   * account or a room) has.
   */
  readonly add: (owner: string, message: FormerMessage) => boolean;
  /** Lets the messages be indexed. */
  readonly end: () => void;
}

export interface ArchiveImporterDeps {
  readonly db: Pick<Database, "read">;
  readonly addresses: AddressIds;
  readonly messages: MessageStore;
  readonly givenIds: GivenIds;
  readonly indexer: Indexer;
  readonly ids: StanzaIds;
  readonly now: () => number;
  /** Nobody reads the archives meanwhile, and each message is added outside of anything larger. */
  readonly isAlone: boolean;
}

export const MAX_GIVEN_ID = 256;

/** In microseconds: the clock of the other server may have been set back by so much in between; by more, its times count. */
const TOLERANCE = 1_000_000;
/** In microseconds, around the time of a message to oneself: where its other copy is. */
const COPY_WITHIN = 10_000_000;
const MAX_COPIES = 100;
/** Archives that are added to at the same time, and peers of each, of which something is remembered. */
const MAX_ARCHIVES = 1000;
const MAX_PEERS = 500;

/** What is known of the archive that is being added to. */
interface Current {
  readonly account: string;
  readonly owner: number;
  readonly peers: BoundedMap<string, number>;
  /** Whether some message has had several ids. */
  hasFurther: boolean;
  /** The number of the last message. */
  last: number;
}

export function openArchiveImporter(deps: ArchiveImporterDeps): ArchiveImporter {
  const { db, addresses, messages, givenIds, indexer, ids, now, isAlone } = deps;
  const newestBefore = db.read<{ id: number | null }>(
    "SELECT max(id) AS id FROM archive_message WHERE owner = ? AND id >= ? AND id < ?",
  );
  const newestWithin = db.read<{ id: number | null }>(
    "SELECT max(id) AS id FROM archive_message WHERE id >= ? AND id < ?",
  );
  const near = db.read<{ id: number; xml: string }>(
    `SELECT id, xml FROM archive_message WHERE owner = ? AND peer = ? AND id > ? AND id < ? LIMIT ${MAX_COPIES}`,
  );
  const sameSecond = db.read<{ id: number }>(
    "SELECT id FROM archive_message WHERE id >= ? AND id < ? AND owner = ? AND given_id = ?",
  );
  const archives = new BoundedMap<string, Current>(MAX_ARCHIVES);
  indexer.hold();
  let upTo = indexer.upTo;
  let isUnindexed: boolean | undefined;

  /** Whether ids are indexed afterwards. Where that is begun, no message has one yet. */
  const indexesLater = (): boolean => {
    if (isUnindexed === undefined) {
      if (isAlone) givenIds.unindex();
      isUnindexed = givenIds.isUnindexed();
    }
    return isUnindexed;
  };

  /** The number of the message with this id. Where ids are not indexed yet, it is found where it has the same time. */
  const knownBy = ({ owner, hasFurther }: Current, { given, time }: FormerMessage): number | undefined => {
    if (!indexesLater()) return messages.withGivenId(owner, given, hasFurther);
    const lowest = ids.numberAt(time);
    return sameSecond.get(lowest, lowest + TOLERANCE, owner, given)?.id;
  };

  const archiveOf = (account: string): Current => {
    const known = archives.get(account);
    if (known) return known;
    const owner = addresses.ensureOwnerId(account);
    const hasFurther = messages.hasFurtherIds(owner);
    const current: Current = { account, owner, peers: new BoundedMap(MAX_PEERS), hasFurther, last: -1 };
    archives.set(account, current);
    return current;
  };

  const peerIn = ({ owner, peers }: Current, jid: string): number => {
    const known = peers.get(jid);
    if (known !== undefined) return known;
    const id = addresses.ensurePeerId(owner, jid);
    peers.set(jid, id);
    return id;
  };

  /** A free number that keeps the time, and the order where times are equal or nearly so. */
  const numberFor = (archive: Current, time: number): number => {
    const lowest = ids.numberAt(time);
    // An interrupted import goes on behind what it has stored of the same second.
    if (archive.last < 0) archive.last = newestBefore.get(archive.owner, lowest, lowest + TOLERANCE)?.id ?? 0;
    const { last } = archive;
    return free(last >= lowest && last - lowest < TOLERANCE ? last + 1 : lowest);
  };

  /** This number, or, where it is taken, the one behind all that follow it closely: archives share seconds. */
  const free = (number: number): number => {
    let candidate = number;
    for (let width = 1000; messages.has(candidate); width *= 1000)
      candidate = 1 + (newestWithin.get(number, number + width)?.id ?? candidate);
    return candidate;
  };

  /** Some servers archive a message to oneself twice: as sent and as received. */
  const otherCopy = (owner: number, peer: number, former: FormerMessage): number | undefined => {
    const { id } = former.message.attrs;
    if (!id) return undefined;
    const number = ids.numberAt(former.time);
    const copies = near.all(owner, peer, number - COPY_WITHIN, number + COPY_WITHIN);
    return copies.find(({ xml }) => xml.includes(id) && parseElement(xml).attrs.id === id)?.id;
  };

  return {
    add: (account, former) => {
      const archive = archiveOf(account);
      const { owner } = archive;
      const { given, peer: to } = former;
      const own = ids.decode(given);
      const known = knownBy(archive, former) ?? (own !== undefined && isIn(own, owner) ? own : undefined);
      if (known !== undefined) {
        archive.last = known;
        return false;
      }
      const peer = peerIn(archive, to.bare);
      const copy = to.bare === account ? otherCopy(owner, peer, former) : undefined;
      if (copy !== undefined) {
        messages.addGivenId(owner, given, copy);
        archive.hasFurther = true;
        return true;
      }
      // An id of this very server stays what it was.
      const isOwn = own !== undefined && !messages.has(own);
      const number = isOwn ? own : numberFor(archive, Math.min(Math.max(former.time, 0), now()));
      if (number <= upTo) {
        indexer.restart();
        upTo = 0;
      }
      messages.addFormer({
        id: number,
        owner,
        peer,
        resource: to.resource,
        xml: former.text ?? print(former.message),
        given: isOwn ? null : given,
      });
      ids.skipTo(number);
      archive.last = number;
      return true;
    },
    end: () => {
      messages.list();
      indexer.release();
      if (isAlone) givenIds.index();
    },
  };

  function isIn(id: number, owner: number): boolean {
    return messages.placeOf(id)?.owner === owner;
  }
}
