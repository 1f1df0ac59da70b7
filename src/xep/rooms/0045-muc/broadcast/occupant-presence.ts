/** XEP-0045 §7.2.2 to §7.2.4: the presence of occupants, as the room sends it: who is sent what of whom. */
import type { Element } from "ltx";
import { NS_MUC_USER } from "../../../../namespaces.ts";
import { type Stanza, withChildren, xml } from "../../../../stanza.ts";
import type { Engine } from "../engine.ts";
import { latestSession, type Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import { STATUS, type Status } from "../status-codes.ts";
import { inPortions } from "./portions.ts";

/** What a presence says beside the occupant's nickname, role and affiliation. */
export interface PresenceDetails {
  /** For everybody. */
  readonly statuses?: readonly Status[];
  /** For the occupant itself, beside "self-presence". */
  readonly selfStatuses?: readonly Status[];
  /** §7.6: the new nickname, in unavailable presence. */
  readonly nick?: string | undefined;
  /** Who has caused it, and why. */
  readonly actor?: Actor | undefined;
  readonly reason?: string | undefined;
  /** The children beside those of the room; by default those of the occupant's last presence. */
  readonly content?: Element["children"] | undefined;
  /** The presence that it answers: its id is sent back to the client that has sent it, and to nobody else. */
  readonly answers?: Pick<Stanza, "from" | "id"> | undefined;
  /** §10.9. */
  readonly destroy?: Element | undefined;
}

export interface Actor {
  readonly nick?: string | undefined;
  /** Where everybody may see it. */
  readonly jid?: string | undefined;
}

type Availability = "available" | "unavailable";

interface View {
  readonly seesRealJid: boolean;
  readonly isSelf: boolean;
}

/** Of the occupant itself. */
export const SELF_VIEW: View = { seesRealJid: true, isSelf: true };

/** The presence of an occupant, without `to`. */
export function occupantPresence(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  type: Availability,
  details: PresenceDetails,
  { seesRealJid, isSelf }: View,
): Element {
  const session = latestSession(occupant);
  const isGone = type === "unavailable";
  const { nick, actor, reason } = details;
  const item = xml(
    "item",
    {
      affiliation: occupant.affiliation,
      role: isGone && nick === undefined ? "none" : occupant.role,
      jid: seesRealJid || isSelf ? session?.jid.full : undefined,
      nick,
    },
    actor?.nick === undefined && actor?.jid === undefined
      ? undefined
      : xml("actor", { nick: actor.nick, jid: actor.jid }),
    reason === undefined ? undefined : xml("reason", {}, reason),
  );
  const statuses = [
    ...(isSelf ? ["self-presence" as const, ...(details.selfStatuses ?? [])] : []),
    ...(details.statuses ?? []),
  ];
  const codes = statuses.map((status) => xml("status", { code: STATUS[status] }));
  const x = xml("x", { xmlns: NS_MUC_USER }, item, ...codes, details.destroy);
  const content = details.content ?? (isGone ? [] : (session?.presence.children ?? []));
  const presence = xml("presence", {
    from: room.occupantJid(occupant.nick),
    type: isGone ? "unavailable" : undefined,
    id: isSelf ? details.answers?.id : undefined,
    "xml:lang": details.content ? undefined : session?.presence.attrs["xml:lang"],
  });
  return withChildren(presence, [...content, ...featureElements(engine, room, occupant), x]);
}

const featureElements = ({ features }: Engine, room: Room, occupant: Occupant): Element[] =>
  features.flatMap(({ presence }) => presence?.({ room, occupant }) ?? []);

/** A presence that was sent to others, and all that it was made of. */
interface CachedPresence {
  readonly parts: readonly unknown[];
  readonly presence: Element;
}

/** By `seesRealJid`. */
const presenceCache = new WeakMap<Occupant, Map<boolean, CachedPresence>>();

/** Available presence for others, without details: the same element, printed once, until one of its parts changes. */
function cachedPresence(engine: Engine, room: Room, occupant: Occupant, seesRealJid: boolean): Element {
  const { nick, role, affiliation } = occupant;
  const session = latestSession(occupant);
  const parts = [nick, role, affiliation, session?.jid, session?.presence, ...featureElements(engine, room, occupant)];
  const known = presenceCache.get(occupant)?.get(seesRealJid);
  if (known && isSame(known.parts, parts)) return known.presence;
  const presence = occupantPresence(engine, room, occupant, "available", {}, { seesRealJid, isSelf: false });
  const ofOccupant = presenceCache.get(occupant) ?? new Map<boolean, CachedPresence>();
  presenceCache.set(occupant, ofOccupant.set(seesRealJid, { parts, presence }));
  return presence;
}

const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((part, index) => part === other[index]);

/** Sends the presence of an occupant to the others, where the room broadcasts that of its role, and at last to itself. */
export function broadcastPresence(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  type: Availability,
  details: PresenceDetails = {},
): void {
  broadcastToOthers(engine, room, occupant, type, details);
  sendSelfPresence(engine, room, occupant, type, details);
}

/** §7.2.2: where the room broadcasts the presence of its role. */
export function broadcastToOthers(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  type: Availability,
  details: PresenceDetails = {},
): void {
  if (room.broadcastsPresenceOf(occupant.role)) sendToOthers(engine, room, occupant, type, details);
}

/** Whatever its role: an occupant whose role is not broadcast any more becomes unavailable for the others. */
export function sendToOthers(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  type: Availability,
  details: PresenceDetails = {},
): void {
  const { answers: _, ...others } = details;
  const isPlain = type === "available" && Object.keys(others).length === 0;
  for (const seesRealJid of [true, false]) {
    const viewers = sessionJids(room, (other) => other !== occupant && room.showsRealJidsTo(other) === seesRealJid);
    if (viewers.length === 0) continue;
    const presence = isPlain
      ? cachedPresence(engine, room, occupant, seesRealJid)
      : occupantPresence(engine, room, occupant, type, others, { seesRealJid, isSelf: false });
    engine.multicast(presence, viewers);
  }
}

/** Sends self-presence to all sessions of the occupant, and last to the one whose presence it answers. */
export function sendSelfPresence(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  type: Availability,
  details: PresenceDetails = {},
): void {
  const { answers, ...others } = details;
  const asking = answers?.id === undefined ? undefined : occupant.sessions.get(answers.from.full)?.jid.full;
  const rest = [...occupant.sessions.keys()].filter((full) => full !== asking);
  if (rest.length > 0) engine.multicast(occupantPresence(engine, room, occupant, type, others, SELF_VIEW), rest);
  if (asking !== undefined)
    engine.multicast(occupantPresence(engine, room, occupant, type, details, SELF_VIEW), [asking]);
}

/** §7.2.2: sends the presence of all other occupants to one session (a full JID) of an occupant. */
export function sendOccupantsTo(engine: Engine, room: Room, occupant: Occupant, client: string): void {
  const seesRealJid = room.showsRealJidsTo(occupant);
  for (const other of room.occupants) {
    if (other === occupant || !room.broadcastsPresenceOf(other.role)) continue;
    engine.multicast(cachedPresence(engine, room, other, seesRealJid), [client]);
  }
}

/** The occupants whose presence waits to be sent by `refreshPresence`. */
const pendingRefreshes = new WeakMap<Room, Set<Occupant>>();

/** Sends the presence of many occupants to the others: unavailable where the room does not broadcast that of their roles. */
export function refreshPresence(engine: Engine, room: Room, occupants: readonly Occupant[]): void {
  const pending = pendingRefreshes.get(room) ?? new Set<Occupant>();
  pendingRefreshes.set(room, pending);
  for (const occupant of occupants) {
    if (pending.has(occupant)) continue;
    pending.add(occupant);
    inPortions(engine, room, occupants.length, () => {
      pending.delete(occupant);
      if (room.occupants.byNick(occupant.nick) !== occupant) return;
      const type = room.broadcastsPresenceOf(occupant.role) ? "available" : "unavailable";
      sendToOthers(engine, room, occupant, type);
    });
  }
}

/** The full JIDs of the sessions of all occupants that `isMeant`. */
export function sessionJids(room: Room, isMeant: (occupant: Occupant) => boolean = () => true): string[] {
  const addresses: string[] = [];
  for (const occupant of room.occupants) if (isMeant(occupant)) addresses.push(...occupant.sessions.keys());
  return addresses;
}
