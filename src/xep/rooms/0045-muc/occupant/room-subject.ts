/** XEP-0045 §8.1, §7.2.15: the room subject: who changes it, and how entering clients are sent it. */
import type { Element } from "ltx";
import { withDelay } from "../../../../server/delay.ts";
import { xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { parseElement } from "../../../../xml/parse-element.ts";
import { print } from "../../../../xml/print.ts";
import type { Engine } from "../engine.ts";
import { mayChangeSubject } from "../room-privileges.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room, RoomSubject } from "../state/room.ts";
import { reservedElementsIn } from "./sanitizing.ts";

/** Characters. */
const MAX_SUBJECT_LENGTH = 4096;

/** Whether the message has a <subject/>, and neither a <body/> nor a <thread/>. */
export const isSubjectChange = (message: Element): boolean =>
  message.getChild("subject") !== undefined && !message.getChild("body") && !message.getChild("thread");

/** The subject that a message sets. Throws StanzaError forbidden, policy-violation. */
export function newSubject({ now }: Engine, room: Room, occupant: Occupant, message: Element): RoomSubject {
  if (!mayChangeSubject(room, occupant)) throw new StanzaError("forbidden", { text: "you may not change the subject" });
  const text = message.getChildText("subject") ?? "";
  if (text.length > MAX_SUBJECT_LENGTH)
    throw new StanzaError("policy-violation", { text: `a subject has ${MAX_SUBJECT_LENGTH} characters at the most` });
  return { text, nick: occupant.nick, time: now() };
}

/** `message` is the one that sets it, as the occupants are sent it. */
export function changeSubject(engine: Engine, room: Room, subject: RoomSubject, message: Element): void {
  room.subject = { ...subject, marks: reservedElementsIn(engine, room, message).map(print) };
  engine.rooms.save(room);
}

/** For an entering client; with an empty <subject/> where there is none. */
export function subjectMessage(room: Room): Element {
  const { jid, subject } = room;
  const { text, nick, time, marks = [] } = subject;
  const from = nick === undefined ? jid.bare : room.occupantJid(nick);
  const message = xml(
    "message",
    { from, type: "groupchat" },
    xml("subject", {}, text),
    ...marks.map((mark) => parseElement(mark)),
  );
  return time === undefined ? message : withDelay(message, jid.bare, time);
}
