/** `export`: everything of a server for another one, in German. */
import type { exports as en } from "../en/exports.ts";

export const exports: typeof en = {
  noSuchFormat: (format, known) => [`das Format ${format} gibt es nicht`, `eines davon: ${known}`],
  done: (path) => `alles ist in ${path}`,
  secret: "Damit lassen sich Passwörter erraten: Bewahre es auf, wo sonst niemand es liest, und lösche es danach.",
  next: {
    xep0227: "Ein anderes jabber-home übernimmt es: jabber-home import DATEI",
    ejabberd:
      "Gib es dem Benutzer ejabberd; er liest es, während ejabberd läuft: ejabberdctl load DATEI, dann ejabberdctl restart. Gruppenchats: mod_muc mit hosts: [rooms.DOMAIN].",
    prosody:
      'Beende Prosody, kopiere den Inhalt des Ordners nach /var/lib/prosody, gib ihn dem Benutzer prosody, starte es wieder. Gruppenchats: Component "rooms.DOMAIN" "muc".',
  },
  left: (count) => (count === 1 ? "Eine Sache hat dort keinen Platz:" : `${count} Sachen haben dort keinen Platz:`),
  kinds: {
    password: (account) => `${account}: das Passwort, also gib dort ein anderes`,
    files: (account, count) => `${account}: ${count} hochgeladene Dateien, die hier bleiben`,
    push: (account) => `${account}: welche Apps geweckt werden; sie melden sich von selbst neu`,
    other: (account, what) => `${account}: <${what}/>`,
  },
};
