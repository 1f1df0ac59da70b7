/** XEP-0045 §17.2: messages that arrive at a room or at an occupant, each led to its use case. */
import type { Stanza } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { exitSession } from "../broadcast/exiting.ts";
import type { Engine } from "../engine.ts";
import type { Room } from "../state/room.ts";
import { conditionIn, isGhost } from "./ghosts.ts";
import { broadcastMessage } from "./groupchat-messages.ts";
import { decline, invitationIn, invite } from "./mediated-invitations.ts";
import { relayError, sendPrivateMessage } from "./private-messages.ts";
import { receiveVoiceForm, voiceFormIn } from "./voice-requests.ts";

/** Throws StanzaError. */
export function receiveMessage(engine: Engine, stanza: Stanza): void {
  const room = engine.rooms.get(stanza.to?.bare ?? "");
  if (stanza.type === "error") {
    if (room) receiveError(engine, room, stanza);
  } else if (!room || room.isLocked) {
    throw new StanzaError("item-not-found", { text: "there is no such room" });
  } else if (stanza.to?.resource) {
    sendPrivateMessage(engine, room, stanza);
  } else if (stanza.type === "groupchat") {
    broadcastMessage(engine, room, stanza);
  } else {
    receiveRequest(engine, room, stanza);
  }
}

/** What is said to the room itself. Throws StanzaError; bad-request for what is neither for it nor for all. */
function receiveRequest(engine: Engine, room: Room, stanza: Stanza): void {
  const x = invitationIn(stanza);
  const form = voiceFormIn(stanza);
  if (x?.getChild("invite")) invite(engine, room, stanza, x);
  else if (x) decline(engine, room, stanza, x);
  else if (form) receiveVoiceForm(engine, room, stanza, form);
  else throw new StanzaError("bad-request", { text: "what is for all is of type groupchat" });
}

/** Either about a private message, or the room has spoken to somebody who is gone (§18.1.2). */
function receiveError(engine: Engine, room: Room, stanza: Stanza): void {
  const occupant = room.occupants.bySession(stanza.from.full);
  if (!occupant) return;
  const isAboutWhisper = room.recentPrivateMessages.take(stanza.from.full, stanza.id);
  const mayBe = isAboutWhisper || room.recentPrivateMessages.mayHaveForgotten(stanza.from.full);
  // RFC 6121 §8.5.3.2.1: what a server says of a client that is away; and what somebody says who refuses a private message.
  const isAway = conditionIn(stanza) === "service-unavailable" && !mayBe;
  if (isAboutWhisper) relayError(engine, room, occupant, stanza);
  if (isAway || isGhost(stanza))
    exitSession(engine, room, occupant, stanza.from.full, { statuses: ["technical problem"] });
}
