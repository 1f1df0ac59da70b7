/** What the verbs of circles say, in Italian. */
import type { circles as en } from "../en/circles.ts";
import { counted, fromDay } from "./units.ts";

export const circles: typeof en = {
  none: "ancora nessuna cerchia: una famiglia, un club, persone da mettere in contatto tra loro",
  people: (count) => (count === 0 ? "ancora nessuno" : counted(count, "persona", "persone")),
  noRoom: "senza stanza",
  about: (name, people, room) => `${name}: ${people}, ${room}`,
  since: (date) => fromDay(date),
  made: (name, people, room) =>
    people === 0
      ? `«${name}» è pronta, con la stanza ${room}`
      : `«${name}» è pronta: ${counted(people, "persona", "persone")}, e la stanza ${room}`,
  next: (command) => `per aggiungere persone: ${command}`,
  renamed: (before, name) => `«${before}» adesso si chiama «${name}»`,
  added: (who, circle) => `adesso in «${circle}»: ${who}; tra un istante saranno tutti in contatto`,
  nobodyNew: (circle) => `già in «${circle}»`,
  kicked: (who, circle) => `non più in «${circle}»: ${who}`,
  removeIt: (name) => `Eliminare la cerchia «${name}»? Chi si conosce solo per essa non sarà più in contatto.`,
  removeWithRoom: (name) =>
    `Eliminare la cerchia «${name}» e la sua stanza, con tutto ciò che vi è stato detto? Chi si conosce solo per essa non sarà più in contatto.`,
  contactsLost: "chi si conosce solo per essa non sarà più in contatto",
  roomLost: "scompare anche la cronologia della sua stanza, tranne che con --keep-room",
  notRemoved: "non è stato eliminato nulla",
  removed: (name) => `«${name}» non esiste più`,
};
