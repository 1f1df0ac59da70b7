/** What the verbs of accounts say, in Spanish. */
import type { users as en } from "../en/users.ts";

export const users: typeof en = {
  ready: (jid) => `${jid} está lista`,
  allReady: (count) => `${count} cuentas están listas`,
  changed: (jid) => `${jid} tiene otra contraseña`,
  disabled: (jid) =>
    `${jid} ya no puede iniciar sesión; sus datos se quedan (para volver: jabber-home user enable ${jid})`,
  enabled: (jid) => `${jid} puede iniciar sesión otra vez`,
  removed: (jid) => `${jid} ya no existe`,
  removeIt: (jid) => `¿Eliminar ${jid} con su historial, sus contactos y sus archivos?`,
  irrevocable: "el historial y los contactos de la cuenta desaparecen también",
  notRemoved: "no se ha eliminado nada",
  exported: {
    done: (file, size) =>
      `todo lo de la cuenta está en ${file} (${size}): contactos, mensajes y todo lo que sus aplicaciones guardan aquí`,
    secret: "puede servir para adivinar la contraseña: guárdalo donde nadie más lo lea",
    isThere: (file) => [`${file} ya existe`, "elige otro nombre: --to ARCHIVO"],
    cut: () => ["el servidor se ha detenido a la mitad, o ha eliminado la cuenta", "inténtalo de nuevo"],
  },
  since: (date) => `desde el ${date}`,
  administrator: "administra",
  off: "desactivada",
  here: "en línea",
  seen: (date) => `aquí el ${date}`,
  never: "nunca ha iniciado sesión",
  nobody: "ninguna cuenta todavía: jabber-home user add JID",
  password: (jid) => `Contraseña para ${jid}`,
  again: "Otra vez",
  needed: "Una contraseña, por favor.",
  shortPassword: (length) => `Al menos ${length} caracteres.`,
  badPassword: "Letras, cifras, signos y espacios: ni tabuladores ni caracteres invisibles.",
  input: {
    standard: "la entrada estándar",
    empty: (file) => [`no hay nada en ${file}`, "escribe allí la contraseña, en una sola línea"],
    emptyList: (file) => [
      `no hay nada en ${file}`,
      "escribe en cada línea una dirección, un tabulador y una contraseña",
    ],
    lines: (file) => [`hay más de una línea en ${file}`, "deja allí solo la contraseña"],
    long: (file, bytes) => [`${file} pasa de ${bytes} bytes`],
    badLines: (file, lines) => [
      `${file}: no es «JID, tabulador, contraseña» en la línea ${lines}`,
      "escribe en cada línea una dirección, un tabulador y una contraseña",
    ],
    otherEncoding: (file, line) => [
      `${file}: la línea ${line} no está escrita en UTF-8, así que la contraseña no sería la que quieres`,
      "guarda otra vez el archivo, con la codificación UTF-8",
    ],
    missing: ["falta --password-file", "da la contraseña en un archivo, o - para la entrada estándar"],
  },
  cancelled: "cancelado: no se ha cambiado nada",
  different: "las dos contraseñas no coinciden: no se ha cambiado nada",
};
