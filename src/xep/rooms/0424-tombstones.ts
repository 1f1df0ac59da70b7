/** XEP-0424 §4, XEP-0425 §4: tombstones in the archive of a room, in place of retracted and moderated messages. */
import type { Element } from "ltx";
import { NS_RETRACT } from "../../namespaces.ts";
import { copyOf, xml } from "../../stanza.ts";
import { retractedIn, stepLimit } from "../history/0424-retraction.ts";
import type { Engine } from "./0045-muc/engine.ts";
import { isSubjectChange } from "./0045-muc/occupant/room-subject.ts";
import { reservedElementsIn } from "./0045-muc/occupant/sanitizing.ts";
import type { Room } from "./0045-muc/state/room.ts";
import type { ArchivedMessage } from "./0045-muc/state/room-archive.ts";

/** The archived message with this id (XEP-0359). */
export const archivedById = ({ archive }: Engine, room: Room, id: string): ArchivedMessage | undefined =>
  archive.withId(room, id);

/** Neither a retraction, nor a subject change, nor a tombstone. */
export const isRetractable = (message: Element): boolean =>
  retractedIn(message) === undefined && !isSubjectChange(message) && !message.getChild("retracted", NS_RETRACT);

/**
 * Replaces all versions of a message by its sender (XEP-0308) with tombstones: `retracted`, and what the room had added (its
 * ids). In steps.
 */
export function* replaceWithTombstones(
  engine: Engine,
  room: Room,
  archived: ArchivedMessage,
  retracted: Element,
): Generator<void, void> {
  const replace = ({ message, ...version }: ArchivedMessage): void => {
    const { from, type, id } = message.attrs;
    const added = reservedElementsIn(engine, room, message);
    const tombstone = xml("message", { from, type, id }, ...added, copyOf(retracted));
    engine.archive.replace({ message, ...version }, tombstone);
  };
  replace(archived);
  yield* engine.archive.catchUp();
  const isStepDone = stepLimit();
  for (const version of engine.archive.otherVersions(room, archived)) {
    replace(version);
    if (isStepDone(version.row.xml.length)) yield;
  }
}
