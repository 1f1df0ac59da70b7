/** XEP-0045 §17.3: presence that arrives at a room: somebody enters, changes, takes another nickname, or leaves. */
import type { Element } from "ltx";
import { type Stanza, xml } from "../../../../stanza.ts";
import { print } from "../../../../xml/print.ts";
import { exitSession } from "../broadcast/exiting.ts";
import { broadcastPresence } from "../broadcast/occupant-presence.ts";
import type { Engine } from "../engine.ts";
import { MUC, USER } from "../namespaces.ts";
import type { Occupant } from "../state/occupants.ts";
import { exitContent, sanitizedPresence, saveSession } from "../state/presence-kept.ts";
import type { Room } from "../state/room.ts";
import { STATUS, type Status } from "../status-codes.ts";
import { changeNickname, requestedNickname } from "./changing-nickname.ts";
import { enter } from "./entering.ts";
import { isGhost } from "./ghosts.ts";
import { sendJoinSequence } from "./join-sequence.ts";

/** Throws StanzaError for the sender, who is told in spite of RFC 6121. */
export function receivePresence(engine: Engine, stanza: Stanza): void {
  const room = engine.rooms.get(stanza.to?.bare ?? "");
  const occupant = room?.occupants.bySession(stanza.from.full);
  if (stanza.type === "error") {
    if (room && occupant && isGhost(stanza))
      exitSession(engine, room, occupant, stanza.from.full, { statuses: ["technical problem"] });
    return;
  }
  if (stanza.type === "unavailable") {
    // Rule 5: from who is not in, it says nothing.
    if (room && occupant)
      exitSession(engine, room, occupant, stanza.from.full, { content: exitContent(engine, room, stanza.xml) });
    return;
  }
  // Rule 1: neither probes nor subscriptions are for rooms.
  if (stanza.type !== "available") return;
  const isJoin = stanza.xml.getChild("x", MUC) !== undefined;
  if (room && occupant) updatePresence(engine, room, occupant, stanza, isJoin);
  else if (isJoin || !stanza.to?.resource) enter(engine, stanza, room);
  else engine.route(notInRoom(stanza));
}

/** From a client that is in the room already; one that asks to enter has lost its picture of the room (rule 3). */
function updatePresence(engine: Engine, room: Room, occupant: Occupant, stanza: Stanza, isJoin: boolean): void {
  const { from, to } = stanza;
  const before = occupant.nick;
  const asked = to?.resource || before;
  const nick = asked === before ? before : requestedNickname(engine, room, occupant, stanza);
  const own: Status[] = nick === asked ? [] : ["nickname assigned"];
  const visit = { jid: from, presence: sanitizedPresence(engine, room, stanza.xml) };
  const shown = print(visit.presence);
  const isNews = shown !== print(occupant.sessions.get(from.full)?.presence ?? visit.presence);
  engine.broadcastLimiter.spend(from.bare, Buffer.byteLength(shown), room.occupants.sessionCount);
  room.occupants.addSession(occupant, visit);
  saveSession(engine, room, occupant, visit);
  const current = nick === before ? occupant : changeNickname(engine, room, occupant, nick, own);
  if (isJoin)
    sendJoinSequence(engine, room, current, from, {
      id: stanza.id,
      selfStatuses: own,
      join: stanza.xml,
      isPresenceNew: isNews,
    });
  else if (nick === before)
    broadcastPresence(engine, room, occupant, "available", { id: stanza.id, selfStatuses: own });
}

/** §7.2.18: a client that believes itself in the room learns that it is not. */
function notInRoom({ from, to }: Stanza): Element {
  const item = xml("item", { affiliation: "none", role: "none" });
  const codes = (["this is yourself", "kicked", "technical problem"] as const).map((status) =>
    xml("status", { code: STATUS[status] }),
  );
  const told = xml("x", { xmlns: USER }, item, ...codes);
  return xml("presence", { type: "unavailable", from: to?.full, to: from.full }, told);
}
