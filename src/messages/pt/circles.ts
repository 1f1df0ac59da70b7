/** What the verbs of circles say, in Portuguese. */
import type { circles as en } from "../en/circles.ts";
import { counted } from "./units.ts";

export const circles: typeof en = {
  none: "ainda não há círculos: uma família, um clube, pessoas a pôr em contacto umas com as outras",
  people: (count) => (count === 0 ? "ainda ninguém" : counted(count, "pessoa", "pessoas")),
  noRoom: "sem sala",
  about: (name, people, room) => `${name}: ${people}, ${room}`,
  since: (date) => `desde ${date}`,
  made: (name, people, room) =>
    people === 0
      ? `«${name}» está pronto, com a sala ${room}`
      : `«${name}» está pronto: ${counted(people, "pessoa", "pessoas")}, e a sala ${room}`,
  next: (command) => `juntar pessoas: ${command}`,
  renamed: (before, name) => `«${before}» chama-se agora «${name}»`,
  added: (who, circle) => `agora em «${circle}»: ${who}; dentro de instantes, todos serão contactos uns dos outros`,
  nobodyNew: (circle) => `já em «${circle}»`,
  kicked: (who, circle) => `já fora de «${circle}»: ${who}`,
  removeIt: (name) => `Eliminar o círculo «${name}»? Quem só se conhece por ele deixa de ser contacto.`,
  removeWithRoom: (name) =>
    `Eliminar o círculo «${name}» e a sala dele, com tudo o que nela se disse? Quem só se conhece por ele deixa de ser contacto.`,
  contactsLost: "quem só se conhece por ele deixa de ser contacto",
  roomLost: "o histórico da sala desaparece também, exceto com --keep-room",
  notRemoved: "nada foi eliminado",
  removed: (name) => `«${name}» já não existe`,
};
