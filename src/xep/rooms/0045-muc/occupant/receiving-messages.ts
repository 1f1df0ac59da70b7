/** XEP-0045 §17.2: messages to a room or to an occupant, each led to its use case. */
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

/** A message to the room itself. Throws StanzaError, bad-request where it requests nothing. */
function receiveRequest(engine: Engine, room: Room, stanza: Stanza): void {
  const x = invitationIn(stanza);
  const form = voiceFormIn(stanza);
  if (x?.getChild("invite")) invite(engine, room, stanza, x);
  else if (x) decline(engine, room, stanza, x);
  else if (form) receiveVoiceForm(engine, room, stanza, form);
  else throw new StanzaError("bad-request", { text: "what is for all is of type groupchat" });
}

/** It answers a private message, or says that the client is gone (§18.1.2). */
function receiveError(engine: Engine, room: Room, stanza: Stanza): void {
  const client = stanza.from.full;
  const occupant = room.occupants.bySession(client);
  if (!occupant) return;
  const isAnswer = room.recentPrivateMessages.take(client, stanza.id);
  const mayBeAnswer = isAnswer || room.recentPrivateMessages.mayHaveForgotten(client);
  // RFC 6121 §8.5.3.2.1: from the server of a client that is gone; to a private message, from a client that blocks its sender.
  const isGone = conditionIn(stanza) === "service-unavailable" && !mayBeAnswer;
  if (isAnswer) relayError(engine, room, occupant, stanza);
  if (isGone || isGhost(stanza)) exitSession(engine, room, occupant, client, { statuses: ["technical problem"] });
}
