/** XEP-0359: Unique and Stable Stanza IDs: each archived message is delivered with its id in the archive. */
import type { Element } from "ltx";
import { isArchived } from "../../im/instant-message.ts";
import { NS_STANZA_ID } from "../../namespaces.ts";
import { forgeryCheck } from "../../server/forgery-check.ts";
import { defineModule, type Passage } from "../../server/module.ts";
import { type Stanza, withChildren, withXml, xml } from "../../stanza.ts";
import { type Era, Eras, eraTables } from "./0359-eras.ts";
import { opaqueIds } from "./0359-opaque-ids.ts";
import { RoomCopies } from "./0359-room-copies.ts";
import type { Range } from "./0431-fulltext/index-row.ts";
import { archivePreferences } from "./0441-archive-preferences.ts";

const TABLES = ["CREATE TABLE stanza_id_key (key TEXT NOT NULL) STRICT;", ...eraTables] as const;

export interface StanzaIds {
  /** A number above all earlier ones, whatever the clock says (Eras). */
  next(): number;
  /** `next` returns no number up to this one. */
  skipTo(last: number): void;
  /** When a message with this number arrived, in milliseconds since 1970. */
  timeOf(id: number): number;
  /** The lowest number for what has arrived at a time (milliseconds since 1970), which may be given already. */
  numberAt(time: number): number;
  /** The numbers of what arrived from `start` to `end` (inclusive, milliseconds since 1970), in their order. */
  between(start: number, end: number): readonly Range[];
  /** The id that stands for a number, and back; undefined for an id that is not from this server. */
  encode(id: number): string;
  decode(text: string): number | undefined;
  /** The number of the id that `account` has given to an inbound message. */
  idOn(stanza: Stanza, account: string): number | undefined;
  /** Whether an inbound message with this number is to be archived: false for further copies of one (RoomCopies). */
  mayArchive(number: number): boolean;
}

export const stanzaIds = defineModule({
  name: "stanza_ids",
  xep: "0359",
  version: "0.7.0",
  features: [NS_STANZA_ID],
  tables: TABLES,
  addresses: {
    tables: {
      stanza_id_key: { key: "other" },
    },
  },
  notExported: "the numbers of this server; the ids go along with the messages",
  setup: ({ db, now, id, use }) => {
    const { shouldArchive } = use(archivePreferences);
    const storedKey = db.read<{ key: string }>("SELECT key FROM stanza_id_key").get()?.key;
    const key = storedKey ?? id();
    if (storedKey === undefined) db.write("INSERT INTO stanza_id_key (key) VALUES (?)").run(key);
    const { encode, decode } = opaqueIds(Buffer.from(key, "base64url"));
    const stored = db.read<Era>("SELECT first, ahead FROM stanza_id_era ORDER BY first");
    const begin = db.write("INSERT INTO stanza_id_era (first, ahead) VALUES (?, ?)", { mayUseReserve: true });
    const eras = new Eras(({ first, ahead }) => void begin.run(first, ahead));
    eras.load(stored.all());
    db.truncateOnRollback(eras);
    const copies = new RoomCopies(now);
    db.onTick((lost) => {
      if (!lost) return;
      eras.load(stored.all());
      copies.clear();
    });

    const api: StanzaIds = {
      next: () => eras.next(now()),
      skipTo: (last) => eras.skipTo(last),
      timeOf: (number) => eras.timeOf(number),
      numberAt: (time) => eras.idAt(time),
      between: (start, end) => eras.between(start, end),
      encode,
      decode,
      idOn: ({ xml: message }, account) => {
        const stamp = message.getChildren("stanza-id", NS_STANZA_ID).find(({ attrs }) => attrs.by === account)
          ?.attrs.id;
        return stamp === undefined ? undefined : decode(stamp);
      },
      mayArchive: (number) => copies.mayArchive(number),
    };

    const withId = ({ stanza, account, peer }: Passage): Stanza => {
      const honest = withoutForged(stanza, account);
      if (!isArchived(honest) || !shouldArchive(account, peer)) return honest;
      return withXml(honest, withStanzaId(honest.xml, account, encode(copies.numberOf(honest, account, api.next))));
    };

    return {
      stanzas: {
        inbound: {
          amend: (passage) => (passage.stanza.name === "message" ? withId(passage) : passage.stanza),
        },
        outbound: {
          amend: ({ stanza, account }) => (stanza.name === "message" ? withoutForged(stanza, account) : stanza),
        },
      },
      api,
    };
  },
});

/** The message with a <stanza-id/>; shares the other children. */
export const withStanzaId = (message: Element, by: string, id: string): Element =>
  withChildren(message, [...message.children, xml("stanza-id", { xmlns: NS_STANZA_ID, by, id })]);

/** §3: removes ids that a sender has forged in this account's name. */
function withoutForged(stanza: Stanza, account: string): Stanza {
  const isForged = idsBy(account);
  const honest = stanza.xml.children.filter((child) => typeof child === "string" || !isForged(child as Element));
  return honest.length === stanza.xml.children.length ? stanza : withXml(stanza, withChildren(stanza.xml, honest));
}

/** Returns a test of the children of one message: whether a child is an id in the name of `account` (a bare JID), in any spelling. */
export function idsBy(account: string): (child: Element) => boolean {
  const isOurs = forgeryCheck((bare) => bare === account);
  return (child) => child.is("stanza-id", NS_STANZA_ID) && isOurs(child.attrs.by);
}
