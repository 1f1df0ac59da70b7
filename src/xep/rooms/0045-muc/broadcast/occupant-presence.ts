/** XEP-0045 §7.2.2 to §7.2.4: how a room shows its occupants to each other: who sees what of whom. */
import type { Element } from "ltx";
import { withChildren, xml } from "../../../../stanza.ts";
import type { Engine } from "../engine.ts";
import { USER } from "../namespaces.ts";
import { latestSession, type Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import { STATUS, type Status } from "../status-codes.ts";

/** What is told along with a presence. */
export interface PresenceDetails {
  /** To everybody. */
  readonly statuses?: readonly Status[];
  /** To the occupant's own clients, beside "this is yourself". */
  readonly selfStatuses?: readonly Status[];
  /** §7.6: the nickname that comes now. */
  readonly nick?: string | undefined;
  /** Who has done it, and why. */
  readonly actor?: Actor | undefined;
  readonly reason?: string | undefined;
  /** What stands in the presence beside the room's own; by default what the occupant's client last said. */
  readonly content?: Element["children"] | undefined;
  /** The id of the request that it answers. */
  readonly id?: string | undefined;
  /** §10.9: in place of the room, which is gone. */
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

/** As an occupant's own clients see it. */
export const SELF_VIEW: View = { seesRealJid: true, isSelf: true };

/** One occupant's presence, as somebody sees it; without `to`. */
export function occupantPresence(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  type: Availability,
  telling: PresenceDetails,
  { seesRealJid, isSelf }: View,
): Element {
  const visit = latestSession(occupant);
  const isGone = type === "unavailable";
  const { nick, actor, reason } = telling;
  const item = xml(
    "item",
    {
      affiliation: occupant.affiliation,
      role: isGone && nick === undefined ? "none" : occupant.role,
      jid: seesRealJid || isSelf ? visit?.jid.full : undefined,
      nick,
    },
    actor?.nick === undefined && actor?.jid === undefined
      ? undefined
      : xml("actor", { nick: actor.nick, jid: actor.jid }),
    reason === undefined ? undefined : xml("reason", {}, reason),
  );
  const statuses = [
    ...(isSelf ? ["this is yourself" as const, ...(telling.selfStatuses ?? [])] : []),
    ...(telling.statuses ?? []),
  ];
  const codes = statuses.map((status) => xml("status", { code: STATUS[status] }));
  const ours = xml("x", { xmlns: USER }, item, ...codes, telling.destroy);
  const content = telling.content ?? (isGone ? [] : (visit?.presence.children ?? []));
  const added = featureElements(engine, room, occupant);
  const shown = xml("presence", {
    from: room.occupantJid(occupant.nick),
    type: isGone ? "unavailable" : undefined,
    id: telling.id,
    "xml:lang": telling.content ? undefined : visit?.presence.attrs["xml:lang"],
  });
  return withChildren(shown, [...content, ...added, ours]);
}

/** What an occupant's presence was made of when it was last shown to others, and how it was shown. */
interface CachedPresence {
  readonly parts: readonly unknown[];
  readonly presence: Element;
}

/** By whether the address is in it. */
const presenceCache = new WeakMap<Occupant, Map<boolean, CachedPresence>>();

/** As others see it who are told nothing along with it: the same element, printed once, until something about it changes. */
function cachedPresence(engine: Engine, room: Room, occupant: Occupant, seesRealJid: boolean): Element {
  const { nick, role, affiliation } = occupant;
  const visit = latestSession(occupant);
  const parts = [nick, role, affiliation, visit?.jid, visit?.presence, ...featureElements(engine, room, occupant)];
  const known = presenceCache.get(occupant)?.get(seesRealJid);
  if (known && isSame(known.parts, parts)) return known.presence;
  const presence = occupantPresence(engine, room, occupant, "available", {}, { seesRealJid, isSelf: false });
  const ofOccupant = presenceCache.get(occupant) ?? new Map<boolean, CachedPresence>();
  presenceCache.set(occupant, ofOccupant.set(seesRealJid, { parts, presence }));
  return presence;
}

const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((part, index) => part === other[index]);

const featureElements = ({ features }: Engine, room: Room, occupant: Occupant): Element[] =>
  features.flatMap(({ presence }) => presence?.({ room, occupant }) ?? []);

/** To everybody who may see it, the occupant's own clients at the end. */
export function broadcastPresence(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  type: Availability,
  telling: PresenceDetails = {},
): void {
  broadcastToOthers(engine, room, occupant, type, telling);
  sendSelfPresence(engine, room, occupant, type, telling);
}

export function broadcastToOthers(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  type: Availability,
  telling: PresenceDetails = {},
): void {
  if (room.broadcastsPresenceOf(occupant.role)) sendToOthers(engine, room, occupant, type, telling);
}

/** Whatever the room shows of this role: those who have seen it see it go. */
export function sendToOthers(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  type: Availability,
  telling: PresenceDetails = {},
): void {
  const { id: _, ...others } = telling;
  const isPlain = type === "available" && Object.keys(others).length === 0;
  for (const seesRealJid of [true, false]) {
    const viewers = sessionJids(room, (viewer) => viewer !== occupant && room.showsRealJidsTo(viewer) === seesRealJid);
    if (viewers.length === 0) continue;
    const shown = isPlain
      ? cachedPresence(engine, room, occupant, seesRealJid)
      : occupantPresence(engine, room, occupant, type, others, { seesRealJid, isSelf: false });
    engine.multicast(shown, viewers);
  }
}

export function sendSelfPresence(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  type: Availability,
  telling: PresenceDetails = {},
): void {
  const own = occupantPresence(engine, room, occupant, type, telling, SELF_VIEW);
  engine.multicast(own, occupant.sessions.keys());
}

/** What the room says of itself, to these full JIDs: a presence from its bare JID, if there is anything to say. */
export function sendRoomPresence(
  { multicast }: Engine,
  room: Room,
  said: readonly Element[],
  clients: Iterable<string>,
): void {
  if (said.length > 0) multicast(withChildren(xml("presence", { from: room.jid.bare }), [...said]), clients);
}

/** §7.2.2: all the others, to one client (its full JID) that has come. */
export function sendOccupantsTo(engine: Engine, room: Room, occupant: Occupant, client: string): void {
  const seesRealJid = room.showsRealJidsTo(occupant);
  for (const other of room.occupants) {
    if (other === occupant || !room.broadcastsPresenceOf(other.role)) continue;
    engine.multicast(cachedPresence(engine, room, other, seesRealJid), [client]);
  }
}

/** The full JIDs of all clients of those who are meant. */
export function sessionJids(room: Room, isMeant: (occupant: Occupant) => boolean = () => true): string[] {
  const addresses: string[] = [];
  for (const occupant of room.occupants) if (isMeant(occupant)) addresses.push(...occupant.sessions.keys());
  return addresses;
}
