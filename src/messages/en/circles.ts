/** What the verbs of circles say, in English. */
import { counted } from "./units.ts";

export const circles = {
  none: "no circles yet: a family, a club, people who are to have each other as contacts",
  people: (count: number): string => (count === 0 ? "nobody in it yet" : counted(count, "person", "people")),
  noRoom: "without a room",
  about: (name: string, people: string, room: string): string => `${name}: ${people}, ${room}`,
  since: (date: string): string => `since ${date}`,
  made: (name: string, people: number, room: string): string =>
    people === 0
      ? `"${name}" is ready, with the room ${room}`
      : `"${name}" is ready: ${counted(people, "person", "people")}, and the room ${room}`,
  next: (command: string): string => `people: ${command}`,
  renamed: (before: string, name: string): string => `"${before}" is called "${name}" now`,
  added: (who: string, circle: string): string =>
    `in "${circle}" now: ${who}; in a moment everybody there has them as contacts`,
  nobodyNew: (circle: string): string => `they are in "${circle}" already`,
  kicked: (who: string, circle: string): string => `not in "${circle}" any more: ${who}`,
  removeIt: (name: string): string => `Remove the circle "${name}"? Who met there only will not be contacts any more.`,
  removeWithRoom: (name: string): string =>
    `Remove the circle "${name}" and its room with all that was said there? Who met there only will not be contacts any more.`,
  contactsLost: "people who met there only will not be contacts any more",
  roomLost: "the history of its room goes too, unless you say --keep-room",
  notRemoved: "nothing was removed",
  removed: (name: string): string => `"${name}" is gone`,
};
