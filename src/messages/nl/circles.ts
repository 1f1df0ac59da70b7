/** What the verbs of circles say, in Dutch. */
import type { circles as en } from "../en/circles.ts";
import { counted } from "./units.ts";

export const circles: typeof en = {
  none: "nog geen kringen: een familie, een vereniging, mensen die elkaar als contacten horen te hebben",
  people: (count) => (count === 0 ? "nog niemand erin" : counted(count, "persoon", "personen")),
  noRoom: "zonder groepsgesprek",
  about: (name, people, room) => `${name}: ${people}, ${room}`,
  since: (date) => `sinds ${date}`,
  made: (name, people, room) =>
    people === 0
      ? `“${name}” is klaar, met het groepsgesprek ${room}`
      : `“${name}” is klaar: ${counted(people, "persoon", "personen")}, en het groepsgesprek ${room}`,
  next: (command) => `mensen: ${command}`,
  renamed: (before, name) => `“${before}” heet nu “${name}”`,
  added: (who, circle) => `nu in “${circle}”: ${who}; zo meteen heeft iedereen daar hen als contacten`,
  nobodyNew: (circle) => `ze zitten al in “${circle}”`,
  kicked: (who, circle) => `niet meer in “${circle}”: ${who}`,
  removeIt: (name) =>
    `De kring “${name}” verwijderen? Wie elkaar alleen daardoor kent, is daarna geen contact meer van elkaar.`,
  removeWithRoom: (name) =>
    `De kring “${name}” verwijderen, en het groepsgesprek ervan met alles wat daar is gezegd? Wie elkaar alleen daardoor kent, is daarna geen contact meer van elkaar.`,
  contactsLost: "wie elkaar alleen daardoor kent, is daarna geen contact meer van elkaar",
  roomLost: "de geschiedenis van het groepsgesprek verdwijnt ook, behalve met --keep-room",
  notRemoved: "er is niets verwijderd",
  removed: (name) => `“${name}” is weg`,
};
