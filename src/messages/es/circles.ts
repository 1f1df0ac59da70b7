/** What the verbs of circles say, in Spanish. */
import type { circles as en } from "../en/circles.ts";
import { counted } from "./units.ts";

export const circles: typeof en = {
  none: "todavía no hay círculos: una familia, un club, gente que ha de tenerse como contactos",
  people: (count) => (count === 0 ? "nadie todavía" : counted(count, "persona", "personas")),
  noRoom: "sin sala",
  about: (name, people, room) => `${name}: ${people}, ${room}`,
  since: (date) => `desde el ${date}`,
  made: (name, people, room) =>
    people === 0
      ? `«${name}» está listo, con la sala ${room}`
      : `«${name}» está listo: ${counted(people, "persona", "personas")}, y la sala ${room}`,
  next: (command) => `para añadir personas: ${command}`,
  renamed: (before, name) => `«${before}» se llama ahora «${name}»`,
  added: (who, circle) =>
    `ahora en «${circle}»: ${who}; dentro de un instante, quienes están en él tendrán el contacto`,
  nobodyNew: (circle) => `ya en «${circle}»`,
  kicked: (who, circle) => `ya no en «${circle}»: ${who}`,
  removeIt: (name) => `¿Eliminar el círculo «${name}»? Quienes solo se conocían de allí dejarán de ser contactos.`,
  removeWithRoom: (name) =>
    `¿Eliminar el círculo «${name}» y su sala, con todo lo que se dijo en ella? Quienes solo se conocían de allí dejarán de ser contactos.`,
  contactsLost: "quienes solo se conocían de allí dejarán de ser contactos",
  roomLost: "el historial de su sala desaparece también, salvo con --keep-room",
  notRemoved: "no se ha eliminado nada",
  removed: (name) => `«${name}» ya no existe`,
};
