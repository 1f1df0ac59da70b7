/** What the verbs of accounts say, in German. */
import type { users as en } from "../en/users.ts";

export const users: typeof en = {
  ready: (jid) => `${jid} ist bereit`,
  allReady: (count) => `${count} Konten sind bereit`,
  changed: (jid) => `${jid} hat ein anderes Passwort`,
  disabled: (jid) => `${jid} ist gesperrt; die Daten bleiben (entsperren: jabber-home user enable ${jid})`,
  enabled: (jid) => `${jid} kann sich wieder anmelden`,
  removed: (jid) => `${jid} gibt es nicht mehr`,
  removeIt: (jid) => `${jid} mit Verlauf, Kontakten und Dateien löschen?`,
  irrevocable: "auch der Verlauf und die Kontakte des Kontos verschwinden",
  notRemoved: "es wurde nichts gelöscht",
  exported: {
    done: (file, size) =>
      `alles von dem Konto ist in ${file} (${size}): Kontakte, Nachrichten und alles, was seine Apps hier aufbewahren`,
    secret: "damit lässt sich das Passwort erraten: Bewahre sie auf, wo sonst niemand sie liest",
    isThere: (file) => [`${file} gibt es schon`, "wähle einen anderen Namen: --to DATEI"],
    cut: () => ["der Server hat mittendrin aufgehört oder das Konto gelöscht", "versuche es noch einmal"],
  },
  since: (date) => `seit dem ${date}`,
  administrator: "Administrator",
  off: "gesperrt",
  here: "gerade da",
  seen: (date) => `gesehen am ${date}`,
  never: "noch nie angemeldet",
  nobody: "noch niemand: jabber-home user add JID",
  password: (jid) => `Passwort für ${jid}`,
  again: "Noch einmal",
  needed: "Bitte ein Passwort.",
  shortPassword: (length) => `Mindestens ${length} Zeichen.`,
  badPassword: "Buchstaben, Ziffern, Zeichen und Leerzeichen: kein Tabulator und nichts Unsichtbares.",
  input: {
    standard: "Standardeingabe",
    empty: (file) => [`${file} ist leer`, "schreib das Passwort hinein, in eine Zeile"],
    emptyList: (file) => [`${file} ist leer`, "schreib in jede Zeile eine Adresse, einen Tabulator und ein Passwort"],
    lines: (file) => [`${file} hat mehr als eine Zeile`, "lass nur das Passwort darin"],
    long: (file, bytes) => [`${file} ist länger als ${bytes} Bytes`],
    badLines: (file, lines) => [
      `${file}: nicht „JID, Tabulator, Passwort“ in Zeile ${lines}`,
      "schreib in jede Zeile eine Adresse, einen Tabulator und ein Passwort",
    ],
    otherEncoding: (file, line) => [
      `${file}: Zeile ${line} ist nicht in UTF-8 geschrieben, sodass das Passwort ein anderes wäre, als du meinst`,
      "speichere die Datei noch einmal, mit der Kodierung UTF-8",
    ],
    missing: ["es fehlt: --password-file", "gib das Passwort in einer Datei an, oder - für die Standardeingabe"],
  },
  cancelled: "abgebrochen: Es wurde nichts geändert",
  different: "die beiden Passwörter stimmen nicht überein: Es wurde nichts geändert",
};
