/** What the verbs of circles say, in French. */
import type { circles as en } from "../en/circles.ts";
import { counted } from "./units.ts";

export const circles: typeof en = {
  none: "aucun cercle pour l'instant : une famille, un club, des gens à mettre en contact les uns avec les autres",
  people: (count) => (count === 0 ? "personne pour l'instant" : counted(count, "personne", "personnes")),
  noRoom: "sans salon",
  about: (name, people, room) => `${name} : ${people}, ${room}`,
  since: (date) => `depuis le ${date}`,
  made: (name, people, room) =>
    people === 0
      ? `« ${name} » est prêt, avec le salon ${room}`
      : `« ${name} » est prêt : ${counted(people, "personne", "personnes")}, et le salon ${room}`,
  next: (command) => `des personnes : ${command}`,
  renamed: (before, name) => `« ${before} » s'appelle maintenant « ${name} »`,
  added: (who, circle) => `maintenant dans « ${circle} » : ${who} ; dans un instant, tous y seront en contact`,
  nobodyNew: (circle) => `déjà dans « ${circle} »`,
  kicked: (who, circle) => `plus dans « ${circle} » : ${who}`,
  removeIt: (name) =>
    `Supprimer le cercle « ${name} » ? Ceux qui ne se connaissent que par lui ne seront plus contacts.`,
  removeWithRoom: (name) =>
    `Supprimer le cercle « ${name} » et son salon, avec tout ce qui s'y est dit ? Ceux qui ne se connaissent que par lui ne seront plus contacts.`,
  contactsLost: "ceux qui ne se connaissent que par lui ne seront plus contacts",
  roomLost: "l'historique de son salon disparaît aussi, sauf avec --keep-room",
  notRemoved: "rien n'a été supprimé",
  removed: (name) => `« ${name} » n'existe plus`,
};
