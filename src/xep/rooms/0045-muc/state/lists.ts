/** XEP-0045 §8.5, §9.2, §9.5, §9.8, §10.5, §10.8: the lists of a room, and who may see which. */
import type { Element } from "ltx";
import { xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { NS_RSM, pageOf, pageRequested } from "../../../kit/0059-rsm.ts";
import type { Engine } from "../engine.ts";
import type { RoomRequest } from "../feature.ts";
import { type Affiliation, affiliationHas, defaultRole, isAtLeast, type Role } from "../privileges.ts";
import { latestSession } from "./occupants.ts";
import type { Room } from "./room.ts";
import { privilegesOf } from "./standing.ts";

/** Entries of a list that are read in one go. */
const PAGE_SIZE = 250;
/** Characters of a list that is told at once: with half of that, the reasons are left out. */
const MAX_LIST_BYTES = 2_000_000;
/** What an entry has beside its address, its nickname and its reason. */
const ITEM_BYTES = 40;

/** Throws StanzaError forbidden. */
export function roleList(visitor: RoomRequest, role: Role): Element[] {
  const { room, affiliation } = visitor;
  const isAllowed = role === "moderator" ? isAtLeast(affiliation, "admin") : privilegesOf(visitor).role === "moderator";
  if (!isAllowed) throw new StanzaError("forbidden");
  return [...room.occupants]
    .filter((occupant) => occupant.role === role)
    .map((occupant) => {
      const { nick, affiliation } = occupant;
      return xml("item", { nick, role, affiliation, jid: latestSession(occupant)?.jid.full });
    });
}

/**
 * Those who have an affiliation, a portion between two `yield`s, by address. All of them where they fit into an answer, and
 * otherwise a page (XEP-0059), which says so; a page as well where the query asks for one. Throws StanzaError forbidden.
 */
export function* affiliationList(
  engine: Engine,
  visitor: RoomRequest,
  affiliation: Affiliation,
  query: Element,
): Generator<void, Element[]> {
  if (!maySeeList(visitor, affiliation)) throw new StanzaError("forbidden");
  const { room } = visitor;
  const { max = Infinity, after = "" } = pageRequested(query);
  const present = new Map([...room.occupants].map(({ account, nick }) => [account, nick]));
  const items: Element[] = [];
  const shown: string[] = [];
  let bytes = 0;
  for (let last = after; shown.length < max && bytes < MAX_LIST_BYTES; ) {
    const entries = engine.affiliations.page(room, affiliation, last, Math.min(PAGE_SIZE, max - shown.length));
    for (const { jid, nick, reason } of entries) {
      // The one that is registered, or that is in use now.
      const named = affiliation === "outcast" ? undefined : (nick ?? present.get(jid));
      const told = reason === null || bytes > MAX_LIST_BYTES / 2 ? undefined : xml("reason", {}, reason);
      items.push(xml("item", { affiliation, jid, nick: named }, told));
      shown.push(jid);
      bytes += ITEM_BYTES + jid.length + (named?.length ?? 0) + (told ? (reason?.length ?? 0) : 0);
    }
    last = shown.at(-1) ?? after;
    if (entries.length < PAGE_SIZE) break;
    yield;
  }
  const isPaged = query.getChild("set", NS_RSM) !== undefined || bytes >= MAX_LIST_BYTES;
  return isPaged ? [...items, pageOf(shown, engine.affiliations.countHolders(room, affiliation))] : items;
}

/** §9.2, §9.5, §10.5, §10.8: addresses are no secret among those who are at home in a non-anonymous room. */
export function maySeeList(
  { room, affiliation, occupant }: Pick<RoomRequest, "room" | "affiliation" | "occupant">,
  list: Affiliation,
): boolean {
  if (list === "outcast") return affiliationHas(affiliation, "ban members and unaffiliated users");
  if (affiliationHas(affiliation, EDITORS[list])) return true;
  if (room.config.whois !== "anyone") return false;
  if (!occupant && !affiliationHas(affiliation, "retrieve member list")) return false;
  // Who is not in is treated as if they came in, and learns no more by staying out.
  return isShownTo(room, occupant?.role ?? defaultRole(affiliation, room.config.moderatedroom));
}

const EDITORS = {
  none: "edit member list",
  member: "edit member list",
  admin: "edit admin list",
  owner: "edit owner list",
} as const;

const isShownTo = ({ config }: Room, role: Role): boolean => config.getmemberlist.some((allowed) => allowed === role);
