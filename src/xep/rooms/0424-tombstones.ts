/** XEP-0424 §4, XEP-0425 §4: what a room's archive keeps of a message that was taken back, by its author or by a moderator. */
import type { Element } from "ltx";
import { NS_RETRACT } from "../../namespaces.ts";
import { copyOf, xml } from "../../stanza.ts";
import { retractedIn, stepLimit } from "../history/0424-retraction.ts";
import type { Engine } from "./0045-muc/engine.ts";
import { isSubjectChange } from "./0045-muc/occupant/room-subject.ts";
import { reservedElementsIn } from "./0045-muc/occupant/sanitizing.ts";
import type { Room } from "./0045-muc/state/room.ts";
import type { ArchivedMessage } from "./0045-muc/state/room-archive.ts";

/** The message that the room gave this id, as far as its archive has it. */
export function keptUnder({ stanzaIds, archive }: Engine, room: Room, id: string): ArchivedMessage | undefined {
  const number = stanzaIds.decode(id);
  return number === undefined ? undefined : archive.get(room, number);
}

/** Whether there is something in it that can be taken back: neither a retraction nor the subject, and not gone already. */
export const isRetractable = (message: Element): boolean =>
  retractedIn(message) === undefined && !isSubjectChange(message) && !message.getChild("retracted", NS_RETRACT);

/**
 * `retracted` takes the place of all that it said, in all the versions that its author has made of it (XEP-0308);
 * who has said it, and the ids that the room gave, stay.
 */
export function* bury(engine: Engine, room: Room, kept: ArchivedMessage, retracted: Element): Generator<void, void> {
  const replace = ({ message, ...version }: ArchivedMessage): void => {
    const { from, type, id } = message.attrs;
    const marks = reservedElementsIn(engine, room, message);
    const tombstone = xml("message", { from, type, id }, ...marks, copyOf(retracted));
    engine.archive.replace({ message, ...version }, tombstone);
  };
  replace(kept);
  yield* engine.archive.catchUp();
  const isStepDone = stepLimit();
  for (const version of engine.archive.otherVersions(room, kept)) {
    replace(version);
    if (isStepDone(version.row.xml.length)) yield;
  }
}
