/** XEP-0045 §5.2.2: a new affiliation: stored, applied to the occupants that it concerns, and broadcast. */
import { NS_MUC_USER } from "../../../../namespaces.ts";
import { xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import type { Engine } from "../engine.ts";
import { type Affiliation, isAtLeast } from "../privileges.ts";
import { maySeeList, roleAfterChange } from "../room-privileges.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import type { Status } from "../status-codes.ts";
import { removeOccupants } from "./exiting.ts";
import { type Actor, refreshPresence, sendSelfPresence, sessionJids } from "./occupant-presence.ts";
import { inPortions } from "./portions.ts";
import { broadcastRoleChange } from "./role-changes.ts";

export interface AffiliationChange {
  /** A bare JID or a domain. */
  readonly jid: string;
  readonly affiliation: Affiliation;
  readonly reason?: string | undefined;
  readonly actor?: Actor | undefined;
}

/** Throws StanzaError resource-constraint where `added` more affiliations would exceed `max`. */
export function checkAffiliationLimit(
  { affiliations, config }: Engine,
  room: Room,
  added: number,
  max = config.max_affiliations,
): void {
  if (added > 0 && affiliations.count(room) + added > max)
    throw new StanzaError("resource-constraint", { text: `at most ${max} affiliations of this room can be given so` });
}

/** `changes`: how many such changes are made at once, including this one. */
export function setAffiliation(engine: Engine, room: Room, change: AffiliationChange, changes = 1): void {
  const { affiliations, reservedNicknames, voiceGrants, now } = engine;
  const { jid, affiliation, reason, actor } = change;
  const before = affiliations.ofExactJid(room, jid);
  affiliations.set(room, { jid, affiliation, reason: reason ?? null, since: now() });
  voiceGrants.remove(room, jid);
  // §9.1: only members and above have reserved nicknames.
  if (!isAtLeast(affiliation, "member")) reservedNicknames.release(room, jid);
  const concerned = [...room.occupants].filter(({ account }) => account === jid || domainOf(account) === jid);
  for (const occupant of concerned) applyToOccupant(engine, room, occupant, change, changes * concerned.length);
  for (const status of ["banned", "affiliation changed"] as const) {
    const removed = concerned.filter(({ affiliation: now }) => removalStatus(room, now) === status);
    if (removed.length > 0)
      removeOccupants(engine, room, removed, { statuses: [status], reason, actor }, changes * removed.length);
  }
  if (isDomain(jid)) refreshPresence(engine, room, concerned);
  if (concerned.length === 0) inPortions(engine, room, changes, () => announceAbsent(engine, room, change, before));
}

const isDomain = (jid: string): boolean => !jid.includes("@");
const domainOf = (account: string): string => account.slice(account.indexOf("@") + 1);

/** The status with which occupants of an affiliation are removed; undefined where they may stay. */
function removalStatus({ config }: Room, affiliation: Affiliation): Status | undefined {
  if (affiliation === "outcast") return "banned";
  return config.membersonly && !isAtLeast(affiliation, "member") ? "affiliation changed" : undefined;
}

/** §9.4: an occupant that is going to be removed is sent nothing of the change but that. */
function applyToOccupant(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  { jid, reason, actor }: AffiliationChange,
  changes: number,
): void {
  const before = { role: occupant.role, affiliation: occupant.affiliation };
  // The account's own affiliation takes precedence over that of its domain.
  const affiliation = engine.affiliations.of(room, occupant.account);
  occupant.affiliation = affiliation;
  if (removalStatus(room, affiliation)) return;
  occupant.role = roleAfterChange(before.role, before.affiliation, affiliation, room.config.moderatedroom);
  engine.occupantSessions.saveAll(room, occupant);
  // The others are sent the presence of a whole domain by refreshPresence.
  if (isDomain(jid)) sendSelfPresence(engine, room, occupant, "available", { reason, actor });
  else broadcastRoleChange(engine, room, occupant, before.role, { reason, actor }, changes);
}

/**
 * §10.3: the change of an address that is not in the room: sent to those who may see the list that it enters or leaves. Of a
 * ban, those who may not see the ban list are sent that the address has left the other list.
 */
function announceAbsent(
  { multicast, id }: Engine,
  room: Room,
  { jid, affiliation }: AffiliationChange,
  before: Affiliation,
): void {
  const send = (shown: Affiliation, isRecipient: (viewer: Occupant) => boolean): void => {
    const x = xml("x", { xmlns: NS_MUC_USER }, xml("item", { jid, affiliation: shown, role: "none" }));
    multicast(xml("message", { from: room.jid.bare, id: id() }, x), sessionJids(room, isRecipient));
  };
  const sees = (list: Affiliation, occupant: Occupant): boolean =>
    maySeeList(room, { affiliation: occupant.affiliation, occupant }, list);
  send(affiliation, (viewer) => sees(affiliation === "none" ? before : affiliation, viewer));
  if (affiliation === "outcast" && before !== "none")
    send("none", (viewer) => !sees("outcast", viewer) && sees(before, viewer));
}
