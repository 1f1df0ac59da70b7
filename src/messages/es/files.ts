/** What the verbs of files say, in Spanish. */
import type { sentFiles as en } from "../en/files.ts";
import { counted } from "./units.ts";

const files = (count: number): string => counted(count, "archivo", "archivos");

export const sentFiles: typeof en = {
  none: "nadie ha enviado todavía ningún archivo",
  files,
  total: (count, size, room) =>
    `${files(count)}, ${size}${room === undefined ? "" : ` de los ${room} que pueden ocupar aquí los archivos`}`,
  oneFile: "un archivo",
  oneAccount: "una cuenta",
  kept: "se guardan",
  atMost: (size) => `${size} como máximo`,
  quotas: (size, daily) => `${size} como máximo, y ${daily} al día`,
  days: (count) => counted(count, "día", "días"),
  forEver: "hasta que alguien los elimine",
  since: (date) => `enviado el ${date}`,
  until: (date) => `hasta el ${date}`,
  separator: ", ",
  noneOf: (account) => `${account} no tiene archivos aquí`,
  of: (account, count, size) => `${account}: ${files(count)}, ${size}`,
  nothingFits: "no hay ningún archivo así",
  pruneThem: (count, size) => `¿Eliminar para siempre ${files(count)} (${size})?`,
  irrevocable: "quien no haya descargado todavía los archivos ya no podrá",
  notPruned: "no se ha eliminado nada",
  pruned: (count, size) => (count === 1 ? `${files(count)} eliminado: ${size}` : `${files(count)} eliminados: ${size}`),
  removeIt: (file) => `¿Eliminar para siempre ${file}?`,
  removed: (name, owner) => `${name} se ha eliminado (era de ${owner})`,
  whichFiles: "¿qué archivos?",
  nameThem: "di cuáles: --older-than 90d (90 días), --larger-than 50MB, --account JID",
  notADuration: (given) => `«${given}» no es una duración: se escribe como 90d (días) o 12h`,
  notASize: (given) => `«${given}» no es un tamaño: se escribe como 50MB`,
};
