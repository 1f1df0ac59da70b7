/** XEP-0045 §8.5, §9.2, §9.5, §9.8, §10.5, §10.8: the lists of roles and affiliations, as the answer to a request. */
import type { Element } from "ltx";
import { xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { NS_RSM, pageElement, pageRequestIn } from "../../../kit/0059-rsm.ts";
import type { Engine } from "../engine.ts";
import type { RoomRequest } from "../feature.ts";
import { type Affiliation, isAtLeast, privilegesOf, type Role } from "../privileges.ts";
import { maySeeList } from "../room-privileges.ts";
import { latestSession } from "../state/occupants.ts";

/** Entries between two `yield`s. */
const PORTION = 250;
/** Characters of an answer that is not asked to be a page; beyond half of it, the reasons are left out. */
const MAX_LIST_LENGTH = 2_000_000;
/** Characters of an entry beside its address, nickname and reason. */
const ITEM_LENGTH = 40;

/** The occupants with a role. Throws StanzaError forbidden. */
export function roleList(request: RoomRequest, role: Role): Element[] {
  const { room, affiliation } = request;
  const isAllowed = role === "moderator" ? isAtLeast(affiliation, "admin") : privilegesOf(request).role === "moderator";
  if (!isAllowed) throw new StanzaError("forbidden");
  return [...room.occupants]
    .filter((occupant) => occupant.role === role)
    .map((occupant) => {
      const { nick, affiliation } = occupant;
      return xml("item", { nick, role, affiliation, jid: latestSession(occupant)?.jid.full });
    });
}

/**
 * The addresses with an affiliation, sorted, a portion between two `yield`s. All of them where they fit into an answer,
 * otherwise a page (XEP-0059) that says so; a page as well where the query asks for one. Throws StanzaError forbidden.
 */
export function* affiliationList(
  engine: Engine,
  request: RoomRequest,
  affiliation: Affiliation,
  query: Element,
): Generator<void, Element[]> {
  const { room } = request;
  if (!maySeeList(room, request, affiliation)) throw new StanzaError("forbidden");
  const { max = Infinity, after = "" } = pageRequestIn(query);
  const present = new Map([...room.occupants].map(({ account, nick }) => [account, nick]));
  const items: Element[] = [];
  const listed: string[] = [];
  let length = 0;
  for (let last = after; listed.length < max && length < MAX_LIST_LENGTH; ) {
    const entries = engine.affiliations.page(room, affiliation, last, Math.min(PORTION, max - listed.length));
    for (const { jid, nick: reserved, reason } of entries) {
      const nick = affiliation === "outcast" ? undefined : (reserved ?? present.get(jid));
      const shown = reason === null || length > MAX_LIST_LENGTH / 2 ? undefined : xml("reason", {}, reason);
      items.push(xml("item", { affiliation, jid, nick }, shown));
      listed.push(jid);
      length += ITEM_LENGTH + jid.length + (nick?.length ?? 0) + (shown ? (reason?.length ?? 0) : 0);
    }
    last = listed.at(-1) ?? after;
    if (entries.length < PORTION) break;
    yield;
  }
  const isPaged = query.getChild("set", NS_RSM) !== undefined || length >= MAX_LIST_LENGTH;
  return isPaged ? [...items, pageElement(listed, engine.affiliations.countHolders(room, affiliation))] : items;
}
