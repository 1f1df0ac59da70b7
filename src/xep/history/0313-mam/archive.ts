/** XEP-0313: Message Archive Management: the archives of accounts, and the api by which rooms have archives. */
import type { Element } from "ltx";
import { isArchived } from "../../../im/instant-message.ts";
import type { Jid } from "../../../jid/jid.ts";
import { lazy } from "../../../lazy.ts";
import { NS_MAM, NS_PIE } from "../../../namespaces.ts";
import { duration, size } from "../../../options.ts";
import type { ExportedPart } from "../../../server/module.ts";
import { defineModule } from "../../../server/module.ts";
import type { Session } from "../../../server/session.ts";
import { xml } from "../../../stanza.ts";
import { parseElement } from "../../../xml/parse-element.ts";
import { print } from "../../../xml/print.ts";
import { stanzaIds } from "../0359-stanza-ids.ts";
import { fulltext } from "../0431-fulltext/fulltext.ts";
import { archivePreferences } from "../0441-archive-preferences.ts";
import { openAddressIds } from "./address-ids.ts";
import { openArchiveSizes } from "./archive-sizes.ts";
import { Copies } from "./copies.ts";
import { openGivenIds } from "./given-ids.ts";
import type { ArchiveImporter } from "./importing.ts";
import { indexEntryOf } from "./index-keys.ts";
import { Indexer } from "./indexer.ts";
import { type ArchivedMessage, openMessageStore, type Row } from "./message-store.ts";
import { queryForm } from "./query.ts";
import { archiveIdOf, openQueryHandler, type QueryHandler, resultElement } from "./query-handler.ts";
import { Retention } from "./retention.ts";
import { openArchiveSearch, type Steps } from "./search.ts";
import { archiveTables } from "./tables.ts";
import { Unlisted } from "./unlisted.ts";

const formerMessagesFile = lazy((): typeof import("./former-messages.ts") => require("./former-messages.ts"));
const importingFile = lazy((): typeof import("./importing.ts") => require("./importing.ts"));

/**
 * §7: before-id, after-id, ids, flipped pages, metadata; and the field include-groupchat, though accounts' archives have no
 * room messages. The domain advertises them as each account does: profanity 0.13 and other clients ask only the domain.
 */
export const ARCHIVE_FEATURES = ["urn:xmpp:mam:2#extended", "urn:xmpp:mam:2#groupchat-field"] as const;

/** XEP-0227. */
const NS_ARCHIVE = `${NS_PIE}#mam`;
/** Messages that are read at once for it. */
const EXPORTED_AT_ONCE = 50;

type Peer = Pick<Jid, "bare" | "resource">;

export interface Archive {
  /** How long a message is kept, in milliseconds; Infinity for "forever". */
  readonly keep: number;
  /** The id of a sent message in its sender's archive, from the record phase on; undefined where it is not archived. */
  idOfSent(message: Element): string | undefined;
  /** Indexes the latest messages, so that `withSenderId` and `corrections` find them. */
  catchUp(): Steps<void>;
  /** The messages between an account and a peer (bare JIDs) that have this id from their sender, the newest first; read lazily. */
  withSenderId(account: string, peer: string, id: string): Iterable<Row>;
  /** The corrections of such a message (XEP-0308), the newest first; read lazily. */
  corrections(account: string, peer: string, id: string): Iterable<Row>;
  /** Replaces the message in a row. */
  replace(row: Row, message: Element): void;
  /** Archives a message for an address that is not an account (a room), under a number from XEP-0359's module. */
  add(id: number, owner: string, peer: Peer, message: Element): void;
  /** The number of the message with this id in the owner's archive, where another server has given it; else that of an id from here. */
  numberOf(owner: string, id: string): number | undefined;
  /** For messages of former times; they are found by search once it has ended. */
  openImporter(): ArchiveImporter;
  /** The message with this number, if it is in the owner's archive. */
  get(owner: string, id: number): Row | undefined;
  /** At most `max` of the newest messages with a number above `after`, oldest first. */
  newest(owner: string, after: number, max: number): readonly ArchivedMessage[];
  /** Deletes the archive of an address. */
  forget(owner: string): void;
  /** XEP-0227 §4.11: the archive of an account or a room; nothing for an empty one. */
  exported(owner: string): Iterable<ExportedPart>;
  readonly queryHandler: QueryHandler;
}

export const archive = defineModule({
  name: "archive",
  xep: "0313",
  version: "1.1.3",
  features: ARCHIVE_FEATURES,
  tables: archiveTables,
  addresses: {
    tables: {
      archive_owner: { account: "jid" },
      archive_peer: { jid: "jid" },
      archive_message: { resource: "other", xml: "xml", given_id: "other" },
      archive_further_id: { given_id: "other" },
    },
    // Two peers that become one: their messages are one's, and are indexed again.
    merge: [
      `UPDATE archive_indexed SET up_to = -1 WHERE EXISTS (
        SELECT 1 FROM archive_peer AS mine JOIN renamed ON renamed.old = mine.jid
          JOIN archive_peer AS theirs ON theirs.owner = mine.owner AND theirs.jid = renamed.new)`,
      `UPDATE archive_message SET peer = merged.mine FROM (
        SELECT mine.id AS mine, theirs.id AS theirs FROM archive_peer AS mine JOIN renamed ON renamed.old = mine.jid
          JOIN archive_peer AS theirs ON theirs.owner = mine.owner AND theirs.jid = renamed.new
      ) AS merged WHERE peer = merged.theirs`,
    ],
    recount: [
      `UPDATE archive_owner SET bytes =
        (SELECT coalesce(sum(octet_length(xml)), 0) FROM archive_message WHERE owner = archive_owner.id AND unlisted IS NULL)`,
    ],
  },
  options: {
    keep: duration("forever", "How long messages stay in the archive; what is older is removed."),
    max_size: size(
      "1GB",
      "How much the messages of one account or room may have in the archive; beyond it, the oldest are removed.",
    ),
  },
  setup: ({ db, config, accounts, log, now, isClockDoubtful, isSilent, schedule, inTurns, use }) => {
    const unlisted = new Unlisted(db);
    const sizes = openArchiveSizes(db, unlisted);
    const givenIds = openGivenIds(db);
    // An import was ended before it had made it.
    if (!givenIds.index()) log.warn({ event: "archive-ids-unindexed" });
    const ids = use(stanzaIds);
    const copies = new Copies({ db, encode: ids.encode, accountOf: sizes.accountOf });
    const messages = openMessageStore({ db, sizes, unlisted, copies });
    const addresses = openAddressIds(db);
    const index = use(fulltext);
    const indexer = new Indexer({ db, messages, index, schedule });
    const retention = new Retention({
      ...{ db, addresses, messages, indexer, sizes, log, now, isClockDoubtful, schedule },
      between: ids.between,
      keep: config.keep,
      maxSize: config.max_size,
    });
    const search = openArchiveSearch({ addresses, messages, index, indexer });
    const { shouldArchive } = use(archivePreferences);
    // No id is given twice, even if the clock was set back.
    ids.skipTo(Math.max(messages.newestId(), indexer.upTo));
    const sent = new WeakMap<Element, string>();
    accounts.onRemove((account) => retention.forget(account));
    // Two peers have become one (`addresses`).
    if (indexer.upTo < 0) indexer.restart();
    indexer.start();
    retention.start();

    const add = (id: number, account: string, { bare, resource }: Peer, message: Element): void => {
      const owner = addresses.ensureOwnerId(account);
      const place = { owner, peer: addresses.ensurePeerId(owner, bare), resource };
      const text = print(message);
      retention.grown(owner, messages.add({ id, ...place, xml: text, given: null }));
      indexer.added(id, indexEntryOf(place, message), text.length);
    };

    const queryHandler = openQueryHandler(search, ids);
    const query = (request: Element, session: Session): Promise<Element> => {
      const reader = { owner: session.account, to: session.jid.full, send: (result: Element) => session.send(result) };
      return inTurns(session.account, queryHandler.query(request, reader));
    };
    const metadata = (_: Element, { account }: Session): Element => queryHandler.metadata(account);

    const openImporter = (isAlone: boolean): ArchiveImporter =>
      importingFile().openArchiveImporter({ ...{ db, addresses, messages, givenIds, indexer, ids, now }, isAlone });

    const api: Archive = {
      keep: config.keep,
      idOfSent: (message) => sent.get(message),
      catchUp: () => indexer.catchUp(),
      withSenderId: search.withSenderId,
      corrections: search.corrections,
      replace: (row, message) => {
        const text = print(message);
        messages.replace(row.id, text);
        indexer.changed({ ...row, xml: text });
      },
      add,
      numberOf: (owner, id) => search.withGivenId(owner, id) ?? ids.decode(id),
      openImporter: () => openImporter(isSilent),
      get: (owner, id) => (search.has(owner, id) ? messages.get(id) : undefined),
      newest: search.newest,
      forget: (owner) => retention.forget(owner),
      exported,
      queryHandler,
    };

    function* exported(owner: string): Generator<ExportedPart> {
      if (search.ends(owner)) yield { container: xml("archive", { xmlns: NS_ARCHIVE }), children: results(owner) };
    }

    /** Messages of an archive, the oldest first. */
    function* results(account: string): Generator<Element> {
      let after = -1;
      for (;;) {
        const portion = search.oldest(account, after, EXPORTED_AT_ONCE);
        if (portion.length === 0) return;
        for (const { id, given, xml: text } of portion) {
          const time = ids.timeOf(id);
          yield resultElement({ id: archiveIdOf({ id, given }, ids), time, message: parseElement(text) });
        }
        after = portion.at(-1)?.id ?? after;
      }
    }

    return {
      api,
      export: exported,
      import: {
        [NS_ARCHIVE]: {
          archive: (account, part, report) => {
            const importer = openImporter(false);
            for (const former of formerMessagesFile().formerMessagesIn(account, part, report))
              report[importer.add(account, former) ? "stored" : "known"]("archived");
            importer.end();
          },
        },
      },
      storageUsage: sizes.of,
      gauges: [
        { name: "archive_bytes", unit: "bytes", help: "Messages in all archives (XEP-0313).", read: sizes.total },
      ],
      stopping: () => messages.list(),
      session: {
        bound: ({ account }) => queryHandler.metadata(account),
      },
      iq: { self: { [NS_MAM]: { get: { query: queryForm, metadata }, set: { query } } } },
      stanzas: {
        outbound: {
          record: ({ stanza, account, peer }) => {
            // A message to oneself is archived once, inbound.
            if (!isArchived(stanza) || peer.bare === account || !shouldArchive(account, peer)) return;
            const id = ids.next();
            add(id, account, peer, stanza.xml);
            sent.set(stanza.xml, ids.encode(id));
          },
        },
        inbound: {
          record: ({ stanza, account, peer }) => {
            const id = ids.idOn(stanza, account);
            if (id !== undefined && ids.mayArchive(id)) add(id, account, peer, stanza.xml);
          },
        },
      },
    };
  },
});
