/** XEP-0045 §8, §9, §10.3 to §10.8: lists asked for and changed, by who may. */
import type { Element } from "ltx";
import { xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { affiliate, checkIsPlaceFor } from "../broadcast/affiliation-changes.ts";
import type { Actor } from "../broadcast/occupant-presence.ts";
import { giveRole } from "../broadcast/role-changes.ts";
import { likenessesOf } from "../confusables.ts";
import type { Engine } from "../engine.ts";
import type { Visitor } from "../feature.ts";
import { ADMIN } from "../namespaces.ts";
import { inviteMember } from "../occupant/mediated-invitations.ts";
import { checkNickIsRegistrable } from "../occupant/registering.ts";
import type { Affiliation } from "../privileges.ts";
import { affiliationList, roleList } from "../state/lists.ts";
import { standingOf } from "../state/standing.ts";
import { type AffiliationItem, itemsIn, listIn, type RoleItem } from "./admin-items.ts";
import { checkMayAffiliate } from "./affiliation-rules.ts";
import { checkMayGiveRole } from "./role-rules.ts";

/** §8.5, §9.2, §9.5, §9.8, §10.5, §10.8. Throws StanzaError. */
export const showList =
  (engine: Engine) =>
  (query: Element, visitor: Visitor): Element | Promise<Element> => {
    const list = listIn(query);
    const told = (items: readonly Element[]): Element => xml("query", { xmlns: ADMIN }, ...items);
    if ("role" in list) return told(roleList(visitor, list.role));
    const asker = visitor.stanza.from.bare;
    return engine.inTurns(asker, affiliationList(engine, visitor, list.affiliation, query)).then(told);
  };

/** All of the items, or none of them. Throws StanzaError. */
export const changeList =
  (engine: Engine) =>
  (query: Element, visitor: Visitor): undefined => {
    const { roles, affiliations } = itemsIn(query, visitor.room);
    checkRoles(visitor, roles);
    checkAffiliations(engine, visitor, affiliations);
    const actor = actorOf(visitor);
    for (const { nick, role, reason } of roles) {
      const occupant = visitor.room.occupants.named(nick);
      if (occupant) giveRole(engine, visitor.room, occupant, role, { reason, actor }, roles.length);
    }
    for (const item of affiliations) {
      // §7.14: a temporary room has ended with the last one who was in it.
      if (!engine.rooms.byId(visitor.room.id)) return;
      apply(engine, visitor, item, actor, affiliations.length);
    }
  };

function checkRoles(visitor: Visitor, items: readonly RoleItem[]): void {
  const actor = standingOf(visitor);
  for (const { nick, role } of items) {
    const target = visitor.room.occupants.named(nick);
    // Who is nobody here learns nothing of who is.
    if (actor.role !== "moderator") throw new StanzaError("forbidden");
    if (!target) throw new StanzaError("item-not-found", { text: "nobody here has this nickname" });
    checkMayGiveRole(actor, target, role);
  }
}

function checkAffiliations(
  engine: Engine,
  { room, affiliation, stanza }: Visitor,
  items: readonly AffiliationItem[],
): void {
  if (items.length === 0) return;
  const { affiliations } = engine;
  // Where more own it than are named here, somebody owns it afterwards.
  const owners = affiliations.holding(room, "owner", items.length + 1);
  const before = new Map(items.map(({ jid }) => [jid, affiliations.exactly(room, jid)]));
  const of = (jid: string): Affiliation => before.get(jid) ?? "none";
  checkMayAffiliate({ account: stanza.from.bare, affiliation }, items, of, owners);
  const added = items.filter(({ jid, affiliation }) => affiliation !== "none" && of(jid) === "none").length;
  checkIsPlaceFor(engine, room, added);
  const likenesses = items.flatMap(({ nick }) => (nick ? likenessesOf(nick) : []));
  if (new Set(likenesses).size < likenesses.length)
    throw new StanzaError("conflict", { text: "one nickname is for one of them" });
  for (const { jid, nick } of items) if (nick) checkNickIsRegistrable(engine, room, nick, jid);
}

/** `together` with so many. */
function apply(engine: Engine, { room, stanza }: Visitor, item: AffiliationItem, actor: Actor, together: number): void {
  const { jid, affiliation, nick, reason } = item;
  const before = engine.affiliations.exactly(room, jid);
  if (before !== affiliation) affiliate(engine, room, { jid, affiliation, reason, actor }, together);
  if (nick === "") engine.nicknames.forget(room, jid);
  else if (nick !== undefined && affiliation !== "none" && affiliation !== "outcast")
    engine.nicknames.register(room, jid, nick);
  if (before !== "none" || affiliation !== "member") return;
  const { from } = stanza;
  const shown = room.config.whois === "anyone" ? from.bare : actor.nick && room.addressOf(actor.nick);
  inviteMember(engine, room, jid, { inviter: from.bare, shown, reason });
}

/** Who it was, as far as everybody may know. */
function actorOf({ room, stanza, occupant }: Visitor): Actor {
  return { nick: occupant?.nick, jid: room.config.whois === "anyone" ? stanza.from.bare : undefined };
}
