/** XEP-0045 §8, §9, §10.3 to §10.8: lists asked for and changed, by who may. */
import type { Element } from "ltx";
import { xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { checkAffiliationLimit, setAffiliation } from "../broadcast/affiliation-changes.ts";
import type { Actor } from "../broadcast/occupant-presence.ts";
import { setRole } from "../broadcast/role-changes.ts";
import { confusableKeys } from "../confusables.ts";
import type { Engine } from "../engine.ts";
import type { RoomRequest } from "../feature.ts";
import { ADMIN } from "../namespaces.ts";
import { inviteMember } from "../occupant/mediated-invitations.ts";
import { checkNicknameReservable } from "../occupant/registering.ts";
import type { Affiliation } from "../privileges.ts";
import { affiliationList, roleList } from "../state/lists.ts";
import { privilegesOf } from "../state/standing.ts";
import { type AffiliationItem, itemsIn, listIn, type RoleItem } from "./admin-items.ts";
import { checkMaySetAffiliations } from "./affiliation-rules.ts";
import { checkMaySetRole } from "./role-rules.ts";

/** §8.5, §9.2, §9.5, §9.8, §10.5, §10.8. Throws StanzaError. */
export const getList =
  (engine: Engine) =>
  (query: Element, visitor: RoomRequest): Element | Promise<Element> => {
    const list = listIn(query);
    const told = (items: readonly Element[]): Element => xml("query", { xmlns: ADMIN }, ...items);
    if ("role" in list) return told(roleList(visitor, list.role));
    const asker = visitor.stanza.from.bare;
    return engine.inTurns(asker, affiliationList(engine, visitor, list.affiliation, query)).then(told);
  };

/** All of the items, or none of them. Throws StanzaError. */
export const setList =
  (engine: Engine) =>
  (query: Element, visitor: RoomRequest): undefined => {
    const { roles, affiliations } = itemsIn(query, visitor.room);
    checkRoles(visitor, roles);
    checkAffiliations(engine, visitor, affiliations);
    const actor = actorOf(visitor);
    for (const { nick, role, reason } of roles) {
      const occupant = visitor.room.occupants.byNick(nick);
      if (occupant) setRole(engine, visitor.room, occupant, role, { reason, actor }, roles.length);
    }
    for (const item of affiliations) {
      // §7.14: a temporary room has ended with the last one who was in it.
      if (!engine.rooms.byId(visitor.room.id)) return;
      applyAffiliation(engine, visitor, item, actor, affiliations.length);
    }
  };

function checkRoles(visitor: RoomRequest, items: readonly RoleItem[]): void {
  const actor = privilegesOf(visitor);
  for (const { nick, role } of items) {
    const target = visitor.room.occupants.byNick(nick);
    // Who is nobody here learns nothing of who is.
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
  // Where more own it than are named here, somebody owns it afterwards.
  const owners = affiliations.holders(room, "owner", items.length + 1);
  const before = new Map(items.map(({ jid }) => [jid, affiliations.ofExactJid(room, jid)]));
  const of = (jid: string): Affiliation => before.get(jid) ?? "none";
  checkMaySetAffiliations({ account: stanza.from.bare, affiliation }, items, of, owners);
  const added = items.filter(({ jid, affiliation }) => affiliation !== "none" && of(jid) === "none").length;
  checkAffiliationLimit(engine, room, added);
  const likenesses = items.flatMap(({ nick }) => (nick ? confusableKeys(nick) : []));
  if (new Set(likenesses).size < likenesses.length)
    throw new StanzaError("conflict", { text: "one nickname is for one of them" });
  for (const { jid, nick } of items) if (nick) checkNicknameReservable(engine, room, nick, jid);
}

/** `together` with so many. */
function applyAffiliation(
  engine: Engine,
  { room, stanza }: RoomRequest,
  item: AffiliationItem,
  actor: Actor,
  together: number,
): void {
  const { jid, affiliation, nick, reason } = item;
  const before = engine.affiliations.ofExactJid(room, jid);
  if (before !== affiliation) setAffiliation(engine, room, { jid, affiliation, reason, actor }, together);
  if (nick === "") engine.reservedNicknames.forget(room, jid);
  else if (nick !== undefined && affiliation !== "none" && affiliation !== "outcast")
    engine.reservedNicknames.register(room, jid, nick);
  if (before !== "none" || affiliation !== "member") return;
  const { from } = stanza;
  const shown = room.config.whois === "anyone" ? from.bare : actor.nick && room.occupantJid(actor.nick);
  inviteMember(engine, room, jid, { inviter: from.bare, shown, reason });
}

/** Who it was, as far as everybody may know. */
function actorOf({ room, stanza, occupant }: RoomRequest): Actor {
  return { nick: occupant?.nick, jid: room.config.whois === "anyone" ? stanza.from.bare : undefined };
}
