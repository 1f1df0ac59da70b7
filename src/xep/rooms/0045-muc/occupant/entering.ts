/** XEP-0045 §7.2: entering a room. */
import { parseJid } from "../../../../jid/jid.ts";
import type { Stanza } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { print } from "../../../../xml/print.ts";
import { usualRole } from "../broadcast/usual-role.ts";
import type { Engine } from "../engine.ts";
import type { Occupant, Visit } from "../state/occupants.ts";
import { keptPresence, saveVisit } from "../state/presence-kept.ts";
import type { Room } from "../state/room.ts";
import type { Status } from "../status-codes.ts";
import { checkMayCreate, createRoom, unlockIfForgotten } from "./creating.ts";
import { checkIsRoomLeft, checkMayEnter, checkNickIsFree, preparedNick } from "./entry-rules.ts";
import { welcome } from "./join-sequence.ts";

/** A client that is not in the room asks to enter it, and makes it where there is none. Throws StanzaError. */
export function enter(engine: Engine, stanza: Stanza, existing: Room | undefined): void {
  const { from, to } = stanza;
  // §7.2.1: no nickname.
  if (!to?.resource) throw new StanzaError("jid-malformed", { text: "a nickname is missing" });
  const nick = preparedNick(to.resource);
  const statuses: Status[] = nick === to.resource ? [] : ["nickname assigned"];
  if (existing) {
    admit(engine, existing, stanza, nick);
    const shown = keptPresence(engine, existing, stanza.xml);
    engine.allowance.spend(from.bare, Buffer.byteLength(print(shown)), existing.occupants.clients + 1);
    return welcome(engine, existing, seated(engine, existing, stanza, nick), from, {
      id: stanza.id,
      own: statuses,
      history: stanza.xml,
      isNews: true,
    });
  }
  checkMayCreate(engine, from);
  const room = createRoom(engine, parseJid(to.bare), from, true);
  const occupant = seated(engine, room, stanza, nick);
  welcome(engine, room, occupant, from, {
    id: stanza.id,
    own: ["room created", ...statuses],
    history: stanza.xml,
    isNews: true,
  });
}

/** Throws StanzaError where the client may not come in, or not by this name. */
function admit(engine: Engine, room: Room, { from, xml: join }: Stanza, nick: string): void {
  unlockIfForgotten(engine, room);
  const affiliation = engine.affiliations.of(room, from.bare);
  checkMayEnter(room, affiliation, join);
  checkNickIsFree(engine, room, nick, from);
  checkIsRoomLeft(engine, room, affiliation, !room.occupants.named(nick));
  let visits = 0;
  for (const occupant of room.occupants.of(from.bare)) visits += occupant.visits.size;
  if (visits >= engine.config.max_visits)
    throw new StanzaError("resource-constraint", { text: `you are in this room with ${visits} apps already` });
}

/** §7.2.8: the clients of one account may share a nickname. */
function seated(engine: Engine, room: Room, { from, xml: join }: Stanza, nick: string): Occupant {
  const visit: Visit = { jid: from, presence: keptPresence(engine, room, join) };
  const affiliation = engine.affiliations.of(room, from.bare);
  const role = usualRole(engine, room, { account: from.bare, affiliation });
  const present = room.occupants.named(nick);
  const occupant: Occupant = present ?? { nick, account: from.bare, role, affiliation, visits: new Map() };
  if (!present) room.occupants.add(occupant);
  room.occupants.visit(occupant, visit);
  saveVisit(engine, room, occupant, visit);
  engine.rooms.settle(room);
  return occupant;
}
