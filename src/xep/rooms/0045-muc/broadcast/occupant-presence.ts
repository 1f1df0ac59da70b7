/** XEP-0045 §7.2.2 to §7.2.4: how a room shows its occupants to each other: who sees what of whom. */
import type { Element } from "ltx";
import { withChildren, xml } from "../../../../stanza.ts";
import type { Engine } from "../engine.ts";
import { USER } from "../namespaces.ts";
import { type Occupant, shownVisit } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import { STATUS, type Status } from "../status-codes.ts";

/** What is told along with a presence. */
export interface Telling {
  /** To everybody. */
  readonly statuses?: readonly Status[];
  /** To the occupant's own clients, beside "this is yourself". */
  readonly own?: readonly Status[];
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

type Type = "available" | "unavailable";

interface View {
  readonly seesAddress: boolean;
  readonly isOwn: boolean;
}

/** As an occupant's own clients see it. */
export const OWN: View = { seesAddress: true, isOwn: true };

/** One occupant's presence, as somebody sees it; without `to`. */
export function presenceOf(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  type: Type,
  telling: Telling,
  { seesAddress, isOwn }: View,
): Element {
  const visit = shownVisit(occupant);
  const isGone = type === "unavailable";
  const { nick, actor, reason } = telling;
  const item = xml(
    "item",
    {
      affiliation: occupant.affiliation,
      role: isGone && nick === undefined ? "none" : occupant.role,
      jid: seesAddress || isOwn ? visit?.jid.full : undefined,
      nick,
    },
    actor?.nick === undefined && actor?.jid === undefined
      ? undefined
      : xml("actor", { nick: actor.nick, jid: actor.jid }),
    reason === undefined ? undefined : xml("reason", {}, reason),
  );
  const statuses = [
    ...(isOwn ? ["this is yourself" as const, ...(telling.own ?? [])] : []),
    ...(telling.statuses ?? []),
  ];
  const codes = statuses.map((status) => xml("status", { code: STATUS[status] }));
  const ours = xml("x", { xmlns: USER }, item, ...codes, telling.destroy);
  const content = telling.content ?? (isGone ? [] : (visit?.presence.children ?? []));
  const added = addedTo(engine, room, occupant);
  const shown = xml("presence", {
    from: room.addressOf(occupant.nick),
    type: isGone ? "unavailable" : undefined,
    id: telling.id,
    "xml:lang": telling.content ? undefined : visit?.presence.attrs["xml:lang"],
  });
  return withChildren(shown, [...content, ...added, ours]);
}

/** What an occupant's presence was made of when it was last shown to others, and how it was shown. */
interface Shown {
  readonly parts: readonly unknown[];
  readonly presence: Element;
}

/** By whether the address is in it. */
const shownBefore = new WeakMap<Occupant, Map<boolean, Shown>>();

/** As others see it who are told nothing along with it: the same element, printed once, until something about it changes. */
function shownPresence(engine: Engine, room: Room, occupant: Occupant, seesAddress: boolean): Element {
  const { nick, role, affiliation } = occupant;
  const visit = shownVisit(occupant);
  const parts = [nick, role, affiliation, visit?.jid, visit?.presence, ...addedTo(engine, room, occupant)];
  const known = shownBefore.get(occupant)?.get(seesAddress);
  if (known && isSame(known.parts, parts)) return known.presence;
  const presence = presenceOf(engine, room, occupant, "available", {}, { seesAddress, isOwn: false });
  const ofOccupant = shownBefore.get(occupant) ?? new Map<boolean, Shown>();
  shownBefore.set(occupant, ofOccupant.set(seesAddress, { parts, presence }));
  return presence;
}

const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((part, index) => part === other[index]);

const addedTo = ({ features }: Engine, room: Room, occupant: Occupant): Element[] =>
  features.flatMap(({ presence }) => presence?.({ room, occupant }) ?? []);

/** To everybody who may see it, the occupant's own clients at the end. */
export function tell(engine: Engine, room: Room, occupant: Occupant, type: Type, telling: Telling = {}): void {
  tellOthers(engine, room, occupant, type, telling);
  tellOwn(engine, room, occupant, type, telling);
}

export function tellOthers(engine: Engine, room: Room, occupant: Occupant, type: Type, telling: Telling = {}): void {
  if (room.broadcasts(occupant.role)) spreadToOthers(engine, room, occupant, type, telling);
}

/** Whatever the room shows of this role: those who have seen it see it go. */
export function spreadToOthers(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  type: Type,
  telling: Telling = {},
): void {
  const { id: _, ...others } = telling;
  const isPlain = type === "available" && Object.keys(others).length === 0;
  for (const seesAddress of [true, false]) {
    const viewers = addressesOf(room, (viewer) => viewer !== occupant && room.showsAddressesTo(viewer) === seesAddress);
    if (viewers.length === 0) continue;
    const shown = isPlain
      ? shownPresence(engine, room, occupant, seesAddress)
      : presenceOf(engine, room, occupant, type, others, { seesAddress, isOwn: false });
    engine.multicast(shown, viewers);
  }
}

export function tellOwn(engine: Engine, room: Room, occupant: Occupant, type: Type, telling: Telling = {}): void {
  const own = presenceOf(engine, room, occupant, type, telling, OWN);
  engine.multicast(own, occupant.visits.keys());
}

/** What the room says of itself, to these full JIDs: a presence from its bare JID, if there is anything to say. */
export function showRoom({ multicast }: Engine, room: Room, said: readonly Element[], clients: Iterable<string>): void {
  if (said.length > 0) multicast(withChildren(xml("presence", { from: room.jid.bare }), [...said]), clients);
}

/** §7.2.2: all the others, to one client (its full JID) that has come. */
export function showOthers(engine: Engine, room: Room, occupant: Occupant, client: string): void {
  const seesAddress = room.showsAddressesTo(occupant);
  for (const other of room.occupants) {
    if (other === occupant || !room.broadcasts(other.role)) continue;
    engine.multicast(shownPresence(engine, room, other, seesAddress), [client]);
  }
}

/** The full JIDs of all clients of those who are meant. */
export function addressesOf(room: Room, isMeant: (occupant: Occupant) => boolean = () => true): string[] {
  const addresses: string[] = [];
  for (const occupant of room.occupants) if (isMeant(occupant)) addresses.push(...occupant.visits.keys());
  return addresses;
}
