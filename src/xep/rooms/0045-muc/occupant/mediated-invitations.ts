/** XEP-0045 §7.8.2: invitations that a room passes on, and the answer of who does not want to come. */
import type { Element } from "ltx";
import { type Jid, parseJid } from "../../../../jid/jid.ts";
import { type Stanza, xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { checkAffiliationLimit, setAffiliation } from "../broadcast/affiliation-changes.ts";
import type { Engine } from "../engine.ts";
import { USER } from "../namespaces.ts";
import { isAtLeast, roleHas } from "../privileges.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";

/** Invitations in one message. */
const MAX_PER_MESSAGE = 50;
/** People whom somebody who is no admin invites to a room in an hour: rooms are not for writing to strangers in great numbers. */
const MAX_PER_HOUR = 100;
const HOUR = 3_600_000;
/** Milliseconds for which one invitation of somebody by the same person is enough. */
const MIN_INTERVAL = 60_000;
const MAX_REASON_LENGTH = 4096;

/** The <invite/>s or the <decline/> in a message, if it has any. */
export function invitationIn({ xml: message }: Stanza): Element | undefined {
  const x = message.getChild("x", USER);
  return x?.getChild("invite") || x?.getChild("decline") ? x : undefined;
}

/** Throws StanzaError not-acceptable, forbidden, bad-request, jid-malformed, not-allowed, resource-constraint. */
export function invite(engine: Engine, room: Room, { from }: Stanza, x: Element): void {
  const occupant = room.occupants.bySession(from.full);
  if (!occupant) throw new StanzaError("not-acceptable", { text: "you are not in this room" });
  if (!mayInvite(room, occupant)) throw new StanzaError("forbidden", { text: "you may not invite to this room" });
  const invites = x.getChildren("invite");
  if (invites.length > MAX_PER_MESSAGE)
    throw new StanzaError("policy-violation", { text: `at most ${MAX_PER_MESSAGE} at once` });
  const invited = invites.map((element) => ({ element, invitee: inviteeIn(element.attrs.to ?? "") }));
  const strangers = invited.filter(({ invitee }) => !isAtLeast(engine.affiliations.of(room, invitee.bare), "member"));
  if (strangers.some(({ invitee }) => engine.affiliations.of(room, invitee.bare) === "outcast"))
    throw new StanzaError("not-allowed", { text: "who is banned cannot be invited" });
  // §9.5: into a room for members one comes as a member; open rooms do not make members of their guests.
  const newMembers = new Set(room.config.membersonly ? strangers.map(({ invitee }) => invitee.bare) : []);
  checkAffiliationLimit(engine, room, newMembers.size);
  checkInvitationRate(engine, room, occupant, invited.length);
  const inviter = room.config.whois === "anyone" ? from.bare : room.occupantJid(occupant.nick);
  const known = new Set(engine.invitations.since(room, from.bare, engine.now() - MIN_INTERVAL));
  for (const jid of newMembers) setAffiliation(engine, room, { jid, affiliation: "member" }, newMembers.size);
  for (const { element, invitee } of invited) {
    if (known.has(invitee.bare)) continue;
    known.add(invitee.bare);
    engine.invitations.add(room, { invitee: invitee.bare, inviter: from.bare, time: engine.now() });
    sendIfAccepted(engine, from, invitee, invitation(room, inviter, invitee, detailsIn(element)));
  }
}

/** Throws StanzaError resource-constraint. */
function checkInvitationRate({ invitations, now }: Engine, room: Room, occupant: Occupant, more: number): void {
  if (isAtLeast(occupant.affiliation, "admin")) return;
  if (invitations.since(room, occupant.account, now() - HOUR).length + more > MAX_PER_HOUR)
    throw new StanzaError("resource-constraint", { text: `you can invite ${MAX_PER_HOUR} people in an hour` });
}

/** A whole domain is no guest: as one, it would become a member. Throws StanzaError jid-malformed. */
function inviteeIn(address: string): Jid {
  const jid = parseJid(address);
  if (jid.local === "") throw new StanzaError("jid-malformed", { text: "one invites people, each by their address" });
  return jid;
}

/** Nobody goes round by a room to write to who does not want to hear from them; they learn nothing of it. */
function sendIfAccepted({ route, accepts }: Engine, inviter: Jid, invitee: Jid, message: Element): void {
  if (accepts(invitee, inviter)) route(message);
}

/** §7.8.2, §9.5: in a room for members, admins invite, and members where the owners let them. */
export function mayInvite({ config }: Room, { role, affiliation }: Occupant): boolean {
  if (!roleHas(role, "invite other users")) return false;
  if (!config.membersonly || isAtLeast(affiliation, "admin")) return true;
  return config.allowinvites && isAtLeast(affiliation, "member");
}

/** Who has made somebody a member. */
export interface MemberInvitation {
  /** The bare JID of who hears of it where the invitation is declined; undefined where nobody does. */
  readonly inviter?: string | undefined;
  /** From whom it comes as the new member sees it; the room itself where that is nobody. */
  readonly shown?: string | undefined;
  readonly reason?: string | undefined;
}

/** §9.5: who has become a member (a bare JID) of a room for members, and is not in it, is told where to go. */
export function inviteMember(
  engine: Engine,
  room: Room,
  jid: string,
  { inviter, shown, reason }: MemberInvitation,
): void {
  if (!jid.includes("@") || !room.config.membersonly || room.occupants.byAccount(jid).length > 0) return;
  if (inviter !== undefined) engine.invitations.add(room, { invitee: jid, inviter, time: engine.now() });
  const details = reason ? [xml("reason", {}, reason)] : [];
  const [invitee, host] = [parseJid(jid), inviter === undefined ? room.jid : parseJid(inviter)];
  sendIfAccepted(engine, host, invitee, invitation(room, shown || room.jid.bare, invitee, details));
}

/** What the inviter says to it: a reason, and the conversation that goes on (§7.9). */
function detailsIn(invite: Element): Element[] {
  const reason = invite.getChildText("reason")?.slice(0, MAX_REASON_LENGTH);
  const going = invite.getChild("continue");
  return [
    ...(reason ? [xml("reason", {}, reason)] : []),
    ...(going ? [xml("continue", { thread: going.attrs.thread })] : []),
  ];
}

/** The invitation as the room sends it. */
export function invitation(room: Room, inviter: string, invitee: Jid, details: readonly Element[] = []): Element {
  const { passwordprotectedroom, roomsecret } = room.config;
  const password = passwordprotectedroom ? xml("password", {}, roomsecret) : undefined;
  const x = xml("x", { xmlns: USER }, xml("invite", { from: inviter }, ...details), password);
  return xml("message", { from: room.jid.bare, to: invitee.full }, x);
}

/** Whoever was invited does not come. Throws StanzaError item-not-found where nobody has invited them. */
export function decline(engine: Engine, room: Room, { from }: Stanza, x: Element): void {
  const inviter = engine.invitations.take(room, from.bare);
  if (inviter === undefined) throw new StanzaError("item-not-found", { text: "nobody has invited you" });
  const reason = x.getChild("decline")?.getChildText("reason")?.slice(0, MAX_REASON_LENGTH);
  const told = xml("decline", { from: from.bare }, reason ? xml("reason", {}, reason) : undefined);
  engine.route(xml("message", { from: room.jid.bare, to: inviter }, xml("x", { xmlns: USER }, told)));
}
