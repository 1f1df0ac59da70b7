/** XEP-0045 §17.3: presence that arrives at a room: somebody enters, changes, takes another nickname, or leaves. */
import type { Element } from "ltx";
import { type Stanza, xml } from "../../../../stanza.ts";
import { print } from "../../../../xml/print.ts";
import { leave } from "../broadcast/exiting.ts";
import { tell } from "../broadcast/occupant-presence.ts";
import type { Engine } from "../engine.ts";
import { MUC, USER } from "../namespaces.ts";
import type { Occupant } from "../state/occupants.ts";
import { keptPresence, lastWords, saveVisit } from "../state/presence-kept.ts";
import type { Room } from "../state/room.ts";
import { STATUS, type Status } from "../status-codes.ts";
import { rename, renamed } from "./changing-nickname.ts";
import { enter } from "./entering.ts";
import { isGhost } from "./ghosts.ts";
import { welcome } from "./join-sequence.ts";

/** Throws StanzaError for the sender, who is told in spite of RFC 6121. */
export function receivePresence(engine: Engine, stanza: Stanza): void {
  const room = engine.rooms.get(stanza.to?.bare ?? "");
  const occupant = room?.occupants.at(stanza.from.full);
  if (stanza.type === "error") {
    if (room && occupant && isGhost(stanza))
      leave(engine, room, occupant, stanza.from.full, { statuses: ["technical problem"] });
    return;
  }
  if (stanza.type === "unavailable") {
    // Rule 5: from who is not in, it says nothing.
    if (room && occupant)
      leave(engine, room, occupant, stanza.from.full, { content: lastWords(engine, room, stanza.xml) });
    return;
  }
  // Rule 1: neither probes nor subscriptions are for rooms.
  if (stanza.type !== "available") return;
  const isJoin = stanza.xml.getChild("x", MUC) !== undefined;
  if (room && occupant) update(engine, room, occupant, stanza, isJoin);
  else if (isJoin || !stanza.to?.resource) enter(engine, stanza, room);
  else engine.route(outOfStep(stanza));
}

/** From a client that is in the room already; one that asks to enter has lost its picture of the room (rule 3). */
function update(engine: Engine, room: Room, occupant: Occupant, stanza: Stanza, isJoin: boolean): void {
  const { from, to } = stanza;
  const before = occupant.nick;
  const asked = to?.resource || before;
  const nick = asked === before ? before : renamed(engine, room, occupant, stanza);
  const own: Status[] = nick === asked ? [] : ["nickname assigned"];
  const visit = { jid: from, presence: keptPresence(engine, room, stanza.xml) };
  const shown = print(visit.presence);
  const isNews = shown !== print(occupant.visits.get(from.full)?.presence ?? visit.presence);
  engine.allowance.spend(from.bare, Buffer.byteLength(shown), room.occupants.clients);
  room.occupants.visit(occupant, visit);
  saveVisit(engine, room, occupant, visit);
  const current = nick === before ? occupant : rename(engine, room, occupant, nick, own);
  if (isJoin) welcome(engine, room, current, from, { id: stanza.id, own, history: stanza.xml, isNews });
  else if (nick === before) tell(engine, room, occupant, "available", { id: stanza.id, own });
}

/** §7.2.18: a client that believes itself in the room learns that it is not. */
function outOfStep({ from, to }: Stanza): Element {
  const item = xml("item", { affiliation: "none", role: "none" });
  const codes = (["this is yourself", "kicked", "technical problem"] as const).map((status) =>
    xml("status", { code: STATUS[status] }),
  );
  const told = xml("x", { xmlns: USER }, item, ...codes);
  return xml("presence", { type: "unavailable", from: to?.full, to: from.full }, told);
}
