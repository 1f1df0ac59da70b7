/** XEP-0045 §17.3: presence to a room: a client enters, changes its presence or nickname, or leaves. */
import type { Element } from "ltx";
import { NS_MUC_USER } from "../../../../namespaces.ts";
import { errorOf, type Stanza, withChildren, xml } from "../../../../stanza.ts";
import type { StanzaError } from "../../../../stanza-error.ts";
import { print } from "../../../../xml/print.ts";
import { exitSession } from "../broadcast/exiting.ts";
import { broadcastPresence } from "../broadcast/occupant-presence.ts";
import type { Engine } from "../engine.ts";
import { NS_MUC } from "../namespaces.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import { STATUS, type Status } from "../status-codes.ts";
import { changeNickname, requestedNickname } from "./changing-nickname.ts";
import { enter } from "./entering.ts";
import { isGhost } from "./ghosts.ts";
import { sendJoinSequence } from "./join-sequence.ts";
import { exitContent, sanitizedPresence } from "./sanitizing.ts";

/** Throws StanzaError, which its sender is sent as `presenceError`. */
export function receivePresence(engine: Engine, stanza: Stanza): void {
  const room = engine.rooms.get(stanza.to?.bare ?? "");
  const occupant = room?.occupants.bySession(stanza.from.full);
  if (stanza.type === "error") {
    if (room && occupant && isGhost(stanza))
      exitSession(engine, room, occupant, stanza.from.full, { statuses: ["technical problem"] });
    return;
  }
  if (stanza.type === "unavailable") {
    // Rule 5: ignored, unless it is from an occupant.
    if (room && occupant) {
      const content = exitContent(engine, room, stanza.xml);
      exitSession(engine, room, occupant, stanza.from.full, { content, answers: stanza });
    }
    return;
  }
  // Rule 1: probes and subscriptions are ignored.
  if (stanza.type !== "available") return;
  const isJoin = stanza.xml.getChild("x", NS_MUC) !== undefined;
  if (room && occupant) updatePresence(engine, room, occupant, stanza, isJoin);
  else if (isJoin || !stanza.to?.resource) enter(engine, stanza, room);
  else engine.route(notInRoom(stanza));
}

/** Presence of a client that is in the room. One that enters again has lost its state, and is sent everything (rule 3). */
function updatePresence(engine: Engine, room: Room, occupant: Occupant, stanza: Stanza, isJoin: boolean): void {
  const { from, to } = stanza;
  const before = occupant.nick;
  const requested = to?.resource || before;
  const nick = requested === before ? before : requestedNickname(engine, room, occupant, stanza);
  const selfStatuses: Status[] = nick === requested ? [] : ["nickname assigned"];
  const session = { jid: from, presence: sanitizedPresence(engine, room, stanza.xml) };
  const text = print(session.presence);
  const isPresenceNew = text !== print(occupant.sessions.get(from.full)?.presence ?? session.presence);
  engine.broadcastLimiter.spend(from.bare, Buffer.byteLength(text), room.occupants.sessionCount);
  room.occupants.addSession(occupant, session);
  engine.occupantSessions.save(room, occupant, session);
  const current =
    nick === before ? occupant : changeNickname(engine, room, occupant, nick, { selfStatuses, answers: stanza });
  if (isJoin) sendJoinSequence(engine, room, current, stanza, { selfStatuses, isPresenceNew });
  else if (nick === before) broadcastPresence(engine, room, occupant, "available", { selfStatuses, answers: stanza });
}

/** §7.2.18: for a client that wrongly believes that it is in the room. */
function notInRoom({ from, to, id }: Stanza): Element {
  const item = xml("item", { affiliation: "none", role: "none" });
  const codes = (["self-presence", "kicked", "technical problem"] as const).map((status) =>
    xml("status", { code: STATUS[status] }),
  );
  const x = xml("x", { xmlns: NS_MUC_USER }, item, ...codes);
  return xml("presence", { type: "unavailable", from: to?.full, to: from.full, id }, x);
}

/** §7.2.5 to §7.2.10: the error for a client that may not enter: rooms answer presence, which nobody else does. */
export function presenceError(stanza: Stanza, error: StanzaError): Element {
  const refusal = errorOf(stanza, stanza.to?.full, error);
  return withChildren(refusal, [xml("x", { xmlns: NS_MUC }), ...refusal.children]);
}
