/** XEP-0045 §5.2.2: somebody has another affiliation from now on: what becomes of them in the room, and who hears of it. */
import { xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import type { Engine } from "../engine.ts";
import { USER } from "../namespaces.ts";
import { type Affiliation, defaultRole, isAtLeast, ROLES, type Role } from "../privileges.ts";
import { maySeeList } from "../state/lists.ts";
import type { Occupant } from "../state/occupants.ts";
import { saveOccupant } from "../state/presence-kept.ts";
import type { Room } from "../state/room.ts";
import type { Status } from "../status-codes.ts";
import { removeOccupants } from "./exiting.ts";
import { type Actor, sendSelfPresence, sessionJids } from "./occupant-presence.ts";
import { inPortions } from "./portions.ts";
import { refreshPresence } from "./showing-anew.ts";
import { broadcastRoleChange } from "./showing-roles.ts";

export interface AffiliationChange {
  /** A bare JID or a domain. */
  readonly jid: string;
  readonly affiliation: Affiliation;
  readonly reason?: string | undefined;
  readonly actor?: Actor | undefined;
}

/** `most`: of those that the option allows. Throws StanzaError resource-constraint where the room cannot have so many more. */
export function checkAffiliationLimit(
  { affiliations, config }: Engine,
  room: Room,
  more: number,
  most = config.max_affiliations,
): void {
  if (more > 0 && affiliations.count(room) + more > most)
    throw new StanzaError("resource-constraint", { text: `at most ${most} affiliations of this room can be given so` });
}

/** It is written down, and everybody whom it is about is treated and shown accordingly; `together` with so many changes. */
export function setAffiliation(engine: Engine, room: Room, change: AffiliationChange, together = 1): void {
  const { affiliations, reservedNicknames, voiceGrants, now } = engine;
  const { jid, affiliation, reason, actor } = change;
  const before = affiliations.ofExactJid(room, jid);
  affiliations.set(room, { jid, affiliation, reason: reason ?? null, since: now() });
  voiceGrants.forget(room, jid);
  // §9.1: who is banned has no nickname here; nor has who is no member any more.
  if (!isAtLeast(affiliation, "member")) reservedNicknames.forget(room, jid);
  const meant = [...room.occupants].filter(({ account }) => account === jid || domainOf(account) === jid);
  for (const occupant of meant) applyToOccupant(engine, room, occupant, change, together * meant.length);
  for (const status of ["banned", "affiliation changed"] as const) {
    const gone = meant.filter(({ affiliation: now }) => removalStatus(room, now) === status);
    if (gone.length > 0)
      removeOccupants(engine, room, gone, { statuses: [status], reason, actor }, together * gone.length);
  }
  if (isDomain(jid)) refreshPresence(engine, room, meant);
  if (meant.length === 0) inPortions(engine, room, together, () => announceAbsent(engine, room, change, before));
}

const isDomain = (jid: string): boolean => !jid.includes("@");
const domainOf = (account: string): string => account.slice(account.indexOf("@") + 1);

/** Who has this affiliation cannot stay, and is told why. */
function removalStatus({ config }: Room, affiliation: Affiliation): Status | undefined {
  if (affiliation === "outcast") return "banned";
  return config.membersonly && !isAtLeast(affiliation, "member") ? "affiliation changed" : undefined;
}

/** §9.4: who cannot stay is told that alone. */
function applyToOccupant(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  { jid, reason, actor }: AffiliationChange,
  together: number,
): void {
  const before = { role: occupant.role, affiliation: occupant.affiliation };
  // What is said of the account itself comes before what is said of its domain.
  const affiliation = engine.affiliations.of(room, occupant.account);
  occupant.affiliation = affiliation;
  if (removalStatus(room, affiliation)) return;
  occupant.role = roleAfterChange(before.role, before.affiliation, affiliation, room.config.moderatedroom);
  saveOccupant(engine, room, occupant);
  // Of a whole domain, all others hear by and by.
  if (isDomain(jid)) sendSelfPresence(engine, room, occupant, "available", { reason, actor });
  else broadcastRoleChange(engine, room, occupant, before.role, { reason, actor }, together);
}

/** §5.1.3: what an affiliation brings is certain; with the one of an admin, the role that came of it is lost. */
export function roleAfterChange(role: Role, before: Affiliation, affiliation: Affiliation, isModerated: boolean): Role {
  const usual = defaultRole(affiliation, isModerated);
  const hasLostOffice = isAtLeast(before, "admin") && !isAtLeast(affiliation, "admin");
  return hasLostOffice || ROLES.indexOf(usual) > ROLES.indexOf(role) ? usual : role;
}

/** §10.3: of who is not there, those hear who may see the list; of a ban, the others that the list of members is shorter. */
function announceAbsent(
  { multicast, id }: Engine,
  room: Room,
  { jid, affiliation }: AffiliationChange,
  before: Affiliation,
): void {
  const tell = (now: Affiliation, isMeant: (viewer: Occupant) => boolean): void => {
    const x = xml("x", { xmlns: USER }, xml("item", { jid, affiliation: now, role: "none" }));
    multicast(xml("message", { from: room.jid.bare, id: id() }, x), sessionJids(room, isMeant));
  };
  const sees = (list: Affiliation, occupant: Occupant): boolean =>
    maySeeList({ room, affiliation: occupant.affiliation, occupant }, list);
  tell(affiliation, (viewer) => sees(affiliation === "none" ? before : affiliation, viewer));
  if (affiliation === "outcast" && before !== "none")
    tell("none", (viewer) => !sees("outcast", viewer) && sees(before, viewer));
}
