/** What the verbs of rooms say, in German. */
import type { rooms as en } from "../en/rooms.ts";
import { counted } from "./units.ts";

export const rooms: typeof en = {
  none: "noch keine Gruppenchats: Man erstellt sie in der App, und du mit",
  rooms: (count) => counted(count, "Gruppenchat", "Gruppenchats"),
  named: (name) => `„${name}“`,
  kinds: {
    private: "privat",
    public: "öffentlich",
    listed: "in der Liste, aber nur für Mitglieder",
    open: "nicht in der Liste, aber offen für alle, die die Adresse kennen",
    locked: "noch nicht eingestellt von der Person, die ihn erstellt hat",
  },
  inside: (count) => (count === 0 ? "niemand darin" : `${counted(count, "Person", "Personen")} darin`),
  members: (count) => counted(count, "Mitglied", "Mitglieder"),
  separator: ", ",
  about: "Worum es geht",
  subject: "Thema",
  since: "seit",
  settings: "Einstellungen",
  setTo: {
    temporary: "endet, wenn alle gegangen sind",
    moderated: "wer sprechen will, braucht das Wort",
    password: "fragt nach einem Passwort",
    anonymous: "nur Moderatoren sehen Adressen",
    unarchived: "bewahrt keinen Verlauf auf",
    logged: "alle dürfen seinen Verlauf lesen",
  },
  affiliations: {
    owner: "Besitzer",
    admin: "Administrator",
    member: "Mitglied",
    outcast: "ausgeschlossen",
    none: "nichts",
  },
  roles: { moderator: "Moderator", participant: "Teilnehmer", visitor: "Besucher", none: "nichts" },
  now: "gerade da",
  apps: (count) => counted(count, "App", "Apps"),
  made: (jid, kind, owner) => `${jid} ist bereit: ${kind}, Besitzer ist ${owner}`,
  next: (command) => `Mitglieder: ${command}`,
  destroyIt: (jid) => `${jid} mit seinem Verlauf löschen? Alle darin erfahren es.`,
  irrevocable: "auch der Verlauf und die Listen des Gruppenchats verschwinden",
  notDestroyed: "es wurde nichts gelöscht",
  destroyed: (jid) => `${jid} gibt es nicht mehr`,
  affiliated: {
    owner: (who, room) => `${who} ist Besitzer von ${room}`,
    admin: (who, room) => `${who} ist Administrator von ${room}`,
    member: (who, room) => `${who} ist Mitglied von ${room}`,
    outcast: (who, room) => `${who} ist von ${room} ausgeschlossen`,
    none: (who, room) => `${who} ist in ${room} nichts mehr`,
  },
};
