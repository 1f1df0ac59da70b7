/** What the verbs of circles say, in German. */
import type { circles as en } from "../en/circles.ts";
import { counted } from "./units.ts";

export const circles: typeof en = {
  none: "noch keine Kreise: eine Familie, ein Verein, Leute, die einander als Kontakte haben sollen",
  people: (count) => (count === 0 ? "noch niemand darin" : counted(count, "Person", "Personen")),
  noRoom: "ohne Gruppenchat",
  about: (name, people, room) => `${name}: ${people}, ${room}`,
  since: (date) => `seit dem ${date}`,
  made: (name, people, room) =>
    people === 0
      ? `„${name}“ ist bereit, mit dem Gruppenchat ${room}`
      : `„${name}“ ist bereit: ${counted(people, "Person", "Personen")} und der Gruppenchat ${room}`,
  next: (command) => `Personen: ${command}`,
  renamed: (before, name) => `„${before}“ heißt jetzt „${name}“`,
  added: (who, circle) => `jetzt in „${circle}“: ${who}; gleich haben alle dort sie als Kontakte`,
  nobodyNew: (circle) => `sie sind schon in „${circle}“`,
  kicked: (who, circle) => `nicht mehr in „${circle}“: ${who}`,
  removeIt: (name) => `Den Kreis „${name}“ löschen? Wer sich nur von dort kannte, hat einander nicht mehr als Kontakt.`,
  removeWithRoom: (name) =>
    `Den Kreis „${name}“ und seinen Gruppenchat löschen, mit allem, was dort gesagt wurde? Wer sich nur von dort kannte, hat einander nicht mehr als Kontakt.`,
  contactsLost: "wer sich nur von dort kannte, hat einander nicht mehr als Kontakt",
  roomLost: "auch der Verlauf seines Gruppenchats verschwindet, außer mit --keep-room",
  notRemoved: "es wurde nichts gelöscht",
  removed: (name) => `„${name}“ gibt es nicht mehr`,
};
