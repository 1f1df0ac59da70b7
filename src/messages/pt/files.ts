/** What the verbs of files say, in Portuguese. */
import type { sentFiles as en } from "../en/files.ts";
import { counted } from "./units.ts";

const files = (count: number): string => counted(count, "ficheiro", "ficheiros");

export const sentFiles: typeof en = {
  none: "ainda ninguém enviou ficheiros",
  files,
  total: (count, size, room) =>
    `${files(count)}, ${size}${room === undefined ? "" : ` dos ${room} que os ficheiros podem ocupar aqui`}`,
  oneFile: "um ficheiro",
  oneAccount: "uma conta",
  kept: "guardados",
  atMost: (size) => `${size} no máximo`,
  quotas: (size, daily) => `${size} no máximo, e ${daily} por dia`,
  days: (count) => counted(count, "dia", "dias"),
  forEver: "até que alguém os elimine",
  since: (date) => `enviado em ${date}`,
  until: (date) => `até ${date}`,
  separator: ", ",
  noneOf: (account) => `${account} não tem ficheiros aqui`,
  of: (account, count, size) => `${account}: ${files(count)}, ${size}`,
  nothingFits: "nenhum ficheiro corresponde",
  pruneThem: (count, size) => `Eliminar para sempre ${files(count)} (${size})?`,
  irrevocable: "quem ainda não os transferiu deixa de o poder fazer",
  notPruned: "nada foi eliminado",
  pruned: (count, size) => `${counted(count, "ficheiro eliminado", "ficheiros eliminados")}: ${size}`,
  removeIt: (file) => `Eliminar ${file} para sempre?`,
  removed: (name, owner) => `${name} foi eliminado (era de ${owner})`,
  whichFiles: "que ficheiros?",
  nameThem: "diga quais: --older-than 90d (90 dias), --larger-than 50MB, --account JID",
  notADuration: (given) => `«${given}» não é uma duração: escreve-se como 90d (dias) ou 12h`,
  notASize: (given) => `«${given}» não é um tamanho: escreve-se como 50MB`,
};
