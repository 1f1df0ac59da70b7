/** What the verbs of rooms say, in Dutch. */
import type { rooms as en } from "../en/rooms.ts";
import { counted } from "./units.ts";

export const rooms: typeof en = {
  none: "nog geen groepsgesprekken: mensen maken ze met hun apps, of jij met",
  rooms: (count) => counted(count, "groepsgesprek", "groepsgesprekken"),
  named: (name) => `“${name}”`,
  kinds: {
    private: "besloten",
    public: "openbaar",
    listed: "in de lijst, maar alleen voor de leden",
    open: "niet in de lijst, maar open voor wie het adres kent",
    locked: "nog niet ingesteld door wie het maakte",
  },
  inside: (count) => (count === 0 ? "niemand erin" : `${counted(count, "persoon", "personen")} erin`),
  members: (count) => counted(count, "lid", "leden"),
  separator: ", ",
  about: "over",
  subject: "onderwerp",
  since: "sinds",
  settings: "instellingen",
  setTo: {
    temporary: "houdt op als iedereen weg is",
    moderated: "wie iets wil zeggen, heeft toestemming nodig",
    password: "vraagt een wachtwoord",
    anonymous: "alleen moderators zien adressen",
    unarchived: "bewaart geen geschiedenis",
    logged: "iedereen mag de geschiedenis lezen",
  },
  affiliations: { owner: "eigenaar", admin: "beheerder", member: "lid", outcast: "verbannen", none: "niets" },
  roles: { moderator: "moderator", participant: "deelnemer", visitor: "bezoeker", none: "niets" },
  now: "erin",
  apps: (count) => counted(count, "app", "apps"),
  made: (jid, kind, owner) => `${jid} is klaar: ${kind}, en ${owner} is de eigenaar`,
  next: (command) => `leden: ${command}`,
  destroyIt: (jid) => `${jid} verwijderen met zijn geschiedenis? Iedereen die erin zit, krijgt dat te horen.`,
  irrevocable: "de geschiedenis en de lijsten van het groepsgesprek verdwijnen ook",
  notDestroyed: "er is niets verwijderd",
  destroyed: (jid) => `${jid} is weg`,
  affiliated: {
    owner: (who, room) => `${who} is eigenaar van ${room}`,
    admin: (who, room) => `${who} is beheerder van ${room}`,
    member: (who, room) => `${who} is lid van ${room}`,
    outcast: (who, room) => `${who} is verbannen uit ${room}`,
    none: (who, room) => `${who} is niets meer in ${room}`,
  },
};
