/** XEP-0433 §4.2.2.1, §6.2: which rooms match a search, and the requested page of them. */
import type { Element } from "ltx";
import { NS_CHANNEL_SEARCH } from "../../namespaces.ts";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { folded } from "../history/0431-fulltext/words.ts";
import { type PageRequest, pageElement } from "../kit/0059-rsm.ts";
import type { PublicRoom } from "./0045-muc/state/rooms.ts";
import type { Search, SearchField, SortKey } from "./0433-search-form.ts";

/** Rooms. */
const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 100;
/** Rooms in memory while a page is selected. */
const MAX_HELD = 4 * MAX_PAGE_SIZE;

const TEXTS: Readonly<Record<SearchField, (room: PublicRoom) => string>> = {
  name: ({ config }) => config.roomname,
  description: ({ config }) => config.roomdesc,
  address: ({ jid }) => jid,
};

/** Whether every word is in one of the texts that are searched. */
export function matches(room: PublicRoom, { words, fields, minUsers }: Search): boolean {
  if (room.occupants < minUsers) return false;
  if (words === undefined) return true;
  const text = folded(fields.map((field) => TEXTS[field](room)).join(" ")).toLowerCase();
  return words.every((word) => text.includes(word));
}

/** §6.1: what rooms are sorted by. */
type SortPosition = Pick<PublicRoom, "jid" | "occupants">;

const byAddress = (one: SortPosition, other: SortPosition): number =>
  one.jid < other.jid ? -1 : one.jid > other.jid ? 1 : 0;

const ORDERS: Readonly<Record<SortKey, (one: SortPosition, other: SortPosition) => number>> = {
  address: byAddress,
  nusers: (one, other) => other.occupants - one.occupants || byAddress(one, other),
};

/** The id of a room in <set/> (XEP-0059): it says its position by itself, even when the room is removed or has changed. */
const positionId = ({ occupants, jid }: SortPosition): string => `${occupants} ${jid}`;

/** Throws StanzaError item-not-found. */
function positionAt(id: string): SortPosition {
  const [, occupants, jid] = /^([0-9]{1,9}) (.+)$/.exec(id) ?? [];
  if (occupants === undefined || jid === undefined) throw new StanzaError("item-not-found");
  return { occupants: Number(occupants), jid };
}

export interface SearchResult {
  /** Adds a room that matches. */
  add(room: PublicRoom): void;
  /** The requested page of all rooms that were added. */
  element(): Element;
}

/** Holds at most MAX_HELD rooms. Throws StanzaError item-not-found. */
export function openSearchResult(key: SortKey, { max = DEFAULT_PAGE_SIZE, after, before }: PageRequest): SearchResult {
  const order = ORDERS[key];
  const size = Math.min(max, MAX_PAGE_SIZE);
  const start = after === undefined ? undefined : positionAt(after);
  const end = before ? positionAt(before) : undefined;
  let held: PublicRoom[] = [];
  let count = 0;
  const page = (): PublicRoom[] => {
    const sorted = held.sort(order);
    return before === undefined ? sorted.slice(0, size) : sorted.slice(Math.max(0, sorted.length - size));
  };
  return {
    add: (room) => {
      count += 1;
      if (start && order(room, start) <= 0) return;
      if (end && order(room, end) >= 0) return;
      held.push(room);
      if (held.length >= MAX_HELD) held = page();
    },
    element: () => {
      const shown = page();
      return xml(
        "result",
        { xmlns: NS_CHANNEL_SEARCH },
        ...shown.map(itemOf),
        pageElement(shown.map(positionId), count),
      );
    },
  };
}

function itemOf({ jid, occupants, config }: PublicRoom): Element {
  const { roomname, roomdesc, lang, membersonly, passwordprotectedroom, whois } = config;
  const text = (name: string, value: string): Element | undefined => (value === "" ? undefined : xml(name, {}, value));
  const isOpen = !membersonly && !passwordprotectedroom;
  return xml(
    "item",
    { address: jid },
    text("name", roomname),
    text("description", roomdesc),
    text("language", lang),
    text("nusers", String(occupants)),
    text("service-type", "xep-0045"),
    isOpen ? text("is-open", "true") : undefined,
    text("anonymity-mode", whois === "anyone" ? "{urn:xmpp:channel-search:0:anonymity}none" : "muc_semianonymous"),
  );
}
