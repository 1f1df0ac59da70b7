/** What the verbs of accounts say, in Italian. */
import type { users as en } from "../en/users.ts";
import { fromDay, onDay } from "./units.ts";

export const users: typeof en = {
  ready: (jid) => `${jid} è pronto`,
  allReady: (count) => `${count} account sono pronti`,
  changed: (jid) => `la password di ${jid} è cambiata`,
  disabled: (jid) =>
    `${jid} non può più accedere; i suoi dati restano (per tornare indietro: jabber-home user enable ${jid})`,
  enabled: (jid) => `${jid} può di nuovo accedere`,
  removed: (jid) => `${jid} non esiste più`,
  removeIt: (jid) => `Eliminare ${jid} con la sua cronologia, i suoi contatti e i suoi file?`,
  irrevocable: "scompaiono anche la cronologia e i contatti dell'account",
  notRemoved: "non è stato eliminato nulla",
  exported: {
    done: (file, size) =>
      `tutto ciò che è dell'account si trova in ${file} (${size}): contatti, messaggi, e ciò che le sue app conservano qui`,
    secret: "permette di cercare la password: tienilo dove nessun altro legge",
    isThere: (file) => [`${file} esiste già`, "scegli un altro nome: --to FILE"],
    cut: () => ["il server si è fermato a metà, o ha eliminato l'account", "riprova"],
  },
  since: (date) => fromDay(date),
  administrator: "amministratore",
  off: "disattivato",
  here: "in linea",
  seen: (date) => `in linea ${onDay(date)}`,
  never: "mai entrato",
  nobody: "ancora nessun account: jabber-home user add JID",
  password: (jid) => `Password per ${jid}`,
  again: "Ancora una volta",
  needed: "Una password, per favore.",
  shortPassword: (length) => `Almeno ${length} caratteri.`,
  badPassword: "Lettere, cifre, segni, spazi: né tabulazioni né caratteri invisibili.",
  input: {
    standard: "lo standard input",
    empty: (file) => [`nulla in ${file}`, "scrivici la password, su una sola riga"],
    emptyList: (file) => [`nulla in ${file}`, "scrivi su ogni riga un indirizzo, una tabulazione, una password"],
    lines: (file) => [`più di una riga in ${file}`, "lasciaci solo la password"],
    long: (file, bytes) => [`${file} supera ${bytes} byte`],
    badLines: (file, lines) => [
      `${file}: non è «JID, tabulazione, password» (righe: ${lines})`,
      "scrivi su ogni riga un indirizzo, una tabulazione, una password",
    ],
    otherEncoding: (file, line) => [
      `${file}: la riga ${line} non è in UTF-8, quindi la password sarebbe diversa da quella che vuoi`,
      "salva di nuovo il file, con la codifica UTF-8",
    ],
    missing: ["manca --password-file", "dai la password in un file, o - per lo standard input"],
  },
  cancelled: "annullato: non è cambiato nulla",
  different: "le due password sono diverse: non è cambiato nulla",
};
