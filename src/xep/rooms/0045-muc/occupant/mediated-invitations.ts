/** XEP-0045 §7.8.2, §9.5: mediated invitations, and declining them. */
import type { Element } from "ltx";
import { HOUR, MINUTE } from "../../../../clock.ts";
import { type Jid, parseJid } from "../../../../jid/jid.ts";
import { NS_MUC_USER } from "../../../../namespaces.ts";
import { type Stanza, xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { checkAffiliationLimit, setAffiliation } from "../broadcast/affiliation-changes.ts";
import type { Engine } from "../engine.ts";
import { isAtLeast } from "../privileges.ts";
import { mayInvite } from "../room-privileges.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";

/** Invitees in one message. */
const MAX_PER_MESSAGE = 50;
/** Invitees of an account that is no admin, to one room: against spam by invitations. */
const MAX_PER_HOUR = 100;
/** Milliseconds between two invitations of the same invitee by the same inviter; one that comes earlier is not sent. */
const MIN_INTERVAL = MINUTE;
/** Characters. */
const MAX_REASON_LENGTH = 4096;

/** The <x/> of a message with invitations or with a decline; undefined where it has neither. */
export function invitationIn({ xml: message }: Stanza): Element | undefined {
  const x = message.getChild("x", NS_MUC_USER);
  return x?.getChild("invite") || x?.getChild("decline") ? x : undefined;
}

/** Throws StanzaError not-acceptable, forbidden, policy-violation, jid-malformed, not-allowed, resource-constraint. */
export function invite(engine: Engine, room: Room, { from }: Stanza, x: Element): void {
  const occupant = room.occupants.bySession(from.full);
  if (!occupant) throw new StanzaError("not-acceptable", { text: "you are not in this room" });
  if (!mayInvite(room, occupant)) throw new StanzaError("forbidden", { text: "you may not invite to this room" });
  const invites = x.getChildren("invite");
  if (invites.length > MAX_PER_MESSAGE)
    throw new StanzaError("policy-violation", { text: `at most ${MAX_PER_MESSAGE} at once` });
  const invited = invites.map((element) => ({ element, invitee: inviteeIn(element.attrs.to ?? "") }));
  const nonMembers = invited.filter(({ invitee }) => !isAtLeast(engine.affiliations.of(room, invitee.bare), "member"));
  if (nonMembers.some(({ invitee }) => engine.affiliations.of(room, invitee.bare) === "outcast"))
    throw new StanzaError("not-allowed", { text: "who is banned cannot be invited" });
  // §9.5: an invitation to a members-only room makes the invitee a member.
  const newMembers = new Set(room.config.membersonly ? nonMembers.map(({ invitee }) => invitee.bare) : []);
  checkAffiliationLimit(engine, room, newMembers.size);
  checkInvitationRate(engine, room, occupant, invited.length);
  const inviter = room.config.whois === "anyone" ? from.bare : room.occupantJid(occupant.nick);
  const now = engine.now();
  const alreadyInvited = new Set(engine.invitations.since(room, from.bare, now - MIN_INTERVAL, now));
  for (const jid of newMembers) setAffiliation(engine, room, { jid, affiliation: "member" }, newMembers.size);
  for (const { element, invitee } of invited) {
    if (alreadyInvited.has(invitee.bare)) continue;
    alreadyInvited.add(invitee.bare);
    engine.invitations.add(room, { invitee: invitee.bare, inviter: from.bare, time: now });
    sendIfAccepted(engine, from, invitee, invitation(room, inviter, invitee, detailsIn(element)));
  }
}

/** Throws StanzaError resource-constraint. */
function checkInvitationRate({ invitations, now }: Engine, room: Room, occupant: Occupant, more: number): void {
  if (isAtLeast(occupant.affiliation, "admin")) return;
  const time = now();
  if (invitations.since(room, occupant.account, time - HOUR, time).length + more > MAX_PER_HOUR)
    throw new StanzaError("resource-constraint", { text: `you can invite ${MAX_PER_HOUR} people in an hour` });
}

/** Throws StanzaError jid-malformed, also for a domain: all its accounts would become members. */
function inviteeIn(address: string): Jid {
  const jid = parseJid(address);
  if (jid.local === "") throw new StanzaError("jid-malformed", { text: "one invites people, each by their address" });
  return jid;
}

/** Not to an account that takes no messages from the inviter, which does not learn of that. */
function sendIfAccepted({ route, accepts }: Engine, inviter: Jid, invitee: Jid, message: Element): void {
  if (accepts(invitee, inviter)) route(message);
}

/** The invitation that a new member is sent. */
export interface MemberInvitation {
  /** The bare JID that may be sent a decline; undefined where nobody is. */
  readonly inviter?: string | undefined;
  /** The inviter as the new member is shown it; by default the room. */
  readonly shown?: string | undefined;
  readonly reason?: string | undefined;
}

/** §9.5: invites a new member (a bare JID) of a members-only room, unless it is in the room or a domain. */
export function inviteMember(
  engine: Engine,
  room: Room,
  jid: string,
  { inviter, shown, reason }: MemberInvitation,
): void {
  if (!jid.includes("@") || !room.config.membersonly || room.occupants.byAccount(jid).length > 0) return;
  if (inviter !== undefined) engine.invitations.add(room, { invitee: jid, inviter, time: engine.now() });
  const details = reason ? [xml("reason", {}, reason)] : [];
  const [invitee, sender] = [parseJid(jid), inviter === undefined ? room.jid : parseJid(inviter)];
  sendIfAccepted(engine, sender, invitee, invitation(room, shown || room.jid.bare, invitee, details));
}

/** The reason, and the thread of a conversation to continue (§7.9). */
function detailsIn(invite: Element): Element[] {
  const reason = invite.getChildText("reason")?.slice(0, MAX_REASON_LENGTH);
  const continued = invite.getChild("continue");
  return [
    ...(reason ? [xml("reason", {}, reason)] : []),
    ...(continued ? [xml("continue", { thread: continued.attrs.thread })] : []),
  ];
}

/** The message with an invitation, from the room. */
function invitation(room: Room, inviter: string, invitee: Jid, details: readonly Element[] = []): Element {
  const { passwordprotectedroom, roomsecret } = room.config;
  const password = passwordprotectedroom ? xml("password", {}, roomsecret) : undefined;
  const x = xml("x", { xmlns: NS_MUC_USER }, xml("invite", { from: inviter }, ...details), password);
  return xml("message", { from: room.jid.bare, to: invitee.full }, x);
}

/** Throws StanzaError item-not-found where the sender was not invited. */
export function decline(engine: Engine, room: Room, { from }: Stanza, x: Element): void {
  const inviter = engine.invitations.take(room, from.bare);
  if (inviter === undefined) throw new StanzaError("item-not-found", { text: "nobody has invited you" });
  const reason = x.getChild("decline")?.getChildText("reason")?.slice(0, MAX_REASON_LENGTH);
  const declined = xml("decline", { from: from.bare }, reason ? xml("reason", {}, reason) : undefined);
  engine.route(xml("message", { from: room.jid.bare, to: inviter }, xml("x", { xmlns: NS_MUC_USER }, declined)));
}
