/** XEP-0045 §8.1, §7.2.15: the subject, and who changes it. */
import type { Element } from "ltx";
import { withDelay } from "../../../../server/delay.ts";
import { xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { parseElement } from "../../../../xml/parse-element.ts";
import { print } from "../../../../xml/print.ts";
import type { Engine } from "../engine.ts";
import { roleHas } from "../privileges.ts";
import { reservedElementsIn } from "../state/cleaning.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room, RoomSubject } from "../state/room.ts";

const MAX_SUBJECT_LENGTH = 4096;

/** A <subject/>, and neither a body nor a thread. */
export const isSubjectChange = (message: Element): boolean =>
  message.getChild("subject") !== undefined && !message.getChild("body") && !message.getChild("thread");

/** Whether this occupant may change it as the room is set up. */
export const mayChangeSubject = (room: Room, { role }: Occupant): boolean =>
  roleHas(role, "modify subject") || (room.config.changesubject && roleHas(role, "send messages to all"));

/** The one that a message sets. Throws StanzaError forbidden, policy-violation. */
export function newSubject({ now }: Engine, room: Room, occupant: Occupant, message: Element): RoomSubject {
  if (!mayChangeSubject(room, occupant)) throw new StanzaError("forbidden", { text: "you may not change the subject" });
  const text = message.getChildText("subject") ?? "";
  if (text.length > MAX_SUBJECT_LENGTH)
    throw new StanzaError("policy-violation", { text: `a subject has ${MAX_SUBJECT_LENGTH} characters at the most` });
  return { text, nick: occupant.nick, time: now() };
}

/** `message` is the one that has set it, as the occupants got it. */
export function changeSubject(engine: Engine, room: Room, subject: RoomSubject, message: Element): void {
  room.subject = { ...subject, marks: reservedElementsIn(engine, room, message).map(print) };
  engine.rooms.save(room);
}

/** As it is told to who enters; empty where there is none. */
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
