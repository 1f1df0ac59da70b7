/** XEP-0045 §8, §9, §10.3 to §10.8: requests of muc#admin: retrieving lists, and changing roles and affiliations. */
import type { Element } from "ltx";
import { xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { checkAffiliationLimit, setAffiliation } from "../broadcast/affiliation-changes.ts";
import type { Actor } from "../broadcast/occupant-presence.ts";
import { setRole } from "../broadcast/role-changes.ts";
import { confusableKeys } from "../confusables.ts";
import type { Engine } from "../engine.ts";
import type { RoomRequest } from "../feature.ts";
import { NS_MUC_ADMIN } from "../namespaces.ts";
import { inviteMember } from "../occupant/mediated-invitations.ts";
import { checkNicknameReservable } from "../occupant/registering.ts";
import { type Affiliation, privilegesOf } from "../privileges.ts";
import { type AffiliationItem, itemsIn, listIn, type RoleItem } from "./admin-items.ts";
import { affiliationList, roleList } from "./lists.ts";
import { checkMaySetAffiliations, checkMaySetRole } from "./rules.ts";

/** §8.5, §9.2, §9.5, §9.8, §10.5, §10.8. Throws StanzaError. */
export const getList =
  (engine: Engine) =>
  (query: Element, request: RoomRequest): Element | Promise<Element> => {
    const list = listIn(query);
    const answer = (items: readonly Element[]): Element => xml("query", { xmlns: NS_MUC_ADMIN }, ...items);
    if ("role" in list) return answer(roleList(request, list.role));
    const requester = request.stanza.from.bare;
    return engine.inTurns(requester, affiliationList(engine, request, list.affiliation, query)).then(answer);
  };

/** Applies all of the items, or none. Throws StanzaError. */
export const setList =
  (engine: Engine) =>
  (query: Element, request: RoomRequest): undefined => {
    const { room } = request;
    const { roles, affiliations } = itemsIn(query, room);
    checkRoles(request, roles);
    checkAffiliations(engine, request, affiliations);
    const actor = actorOf(request);
    for (const { nick, role, reason } of roles) {
      const occupant = room.occupants.byNick(nick);
      if (occupant) setRole(engine, room, occupant, role, { reason, actor }, roles.length);
    }
    for (const item of affiliations) {
      // §7.14: a temporary room may have ended with its last occupant.
      if (!engine.rooms.byId(room.id)) return;
      applyAffiliation(engine, request, item, actor, affiliations.length);
    }
  };

function checkRoles(request: RoomRequest, items: readonly RoleItem[]): void {
  const actor = privilegesOf(request);
  for (const { nick, role } of items) {
    const target = request.room.occupants.byNick(nick);
    // Before item-not-found, which would tell anybody who is in the room.
    if (actor.role !== "moderator") throw new StanzaError("forbidden");
    if (!target) throw new StanzaError("item-not-found", { text: "nobody here has this nickname" });
    checkMaySetRole(actor, target, role);
  }
}

function checkAffiliations(
  engine: Engine,
  { room, affiliation, stanza }: RoomRequest,
  items: readonly AffiliationItem[],
): void {
  if (items.length === 0) return;
  const { affiliations } = engine;
  // One more than there are items: enough to see whether an owner is left.
  const owners = affiliations.holders(room, "owner", items.length + 1);
  const before = new Map(items.map(({ jid }) => [jid, affiliations.ofExactJid(room, jid)]));
  const of = (jid: string): Affiliation => before.get(jid) ?? "none";
  checkMaySetAffiliations({ account: stanza.from.bare, affiliation }, items, of, owners);
  const added = items.filter(({ jid, affiliation }) => affiliation !== "none" && of(jid) === "none").length;
  checkAffiliationLimit(engine, room, added);
  const keys = items.flatMap(({ nick }) => (nick ? confusableKeys(nick) : []));
  if (new Set(keys).size < keys.length) throw new StanzaError("conflict", { text: "one nickname is for one of them" });
  for (const { jid, nick } of items) if (nick) checkNicknameReservable(engine, room, nick, jid);
}

/** One of so many `changes`. */
function applyAffiliation(
  engine: Engine,
  { room, stanza }: RoomRequest,
  item: AffiliationItem,
  actor: Actor,
  changes: number,
): void {
  const { jid, affiliation, nick, reason } = item;
  const before = engine.affiliations.ofExactJid(room, jid);
  if (before !== affiliation) setAffiliation(engine, room, { jid, affiliation, reason, actor }, changes);
  if (nick === "") engine.reservedNicknames.release(room, jid);
  else if (nick !== undefined && affiliation !== "none" && affiliation !== "outcast")
    engine.reservedNicknames.reserve(room, jid, nick);
  if (before !== "none" || affiliation !== "member") return;
  const { from } = stanza;
  const shown = room.config.whois === "anyone" ? from.bare : actor.nick && room.occupantJid(actor.nick);
  inviteMember(engine, room, jid, { inviter: from.bare, shown, reason });
}

/** The requester, as far as everybody may know it. */
function actorOf({ room, stanza, occupant }: RoomRequest): Actor {
  return { nick: occupant?.nick, jid: room.config.whois === "anyone" ? stanza.from.bare : undefined };
}
