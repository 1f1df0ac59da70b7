/** What `export` says, in Dutch. */
import type { exports as en } from "../en/exports.ts";

export const exports: typeof en = {
  noSuchFormat: (format, known) => [`het formaat ${format} bestaat niet`, `een van deze: ${known}`],
  done: (path) => `alles staat in ${path}`,
  secret:
    "Er kunnen wachtwoorden mee worden geraden: bewaar het waar niemand anders het leest, en verwijder het daarna.",
  next: {
    xep0227: "Een andere jabber-home neemt het over: jabber-home import BESTAND",
    ejabberd:
      "Geef het aan de gebruiker ejabberd, die het leest terwijl ejabberd draait: ejabberdctl load BESTAND, dan ejabberdctl restart. Groepsgesprekken: mod_muc met hosts: [rooms.DOMEIN].",
    prosody: `Stop Prosody, kopieer wat er in de map staat naar /var/lib/prosody, geef het aan de gebruiker prosody, start Prosody weer. Groepsgesprekken: Component "rooms.DOMEIN" "muc".`,
  },
  left: (count) => (count === 1 ? "Voor één ding is daar geen plaats:" : `Voor ${count} dingen is daar geen plaats:`),
  kinds: {
    password: (account) => `${account}: het wachtwoord; geef daar een ander`,
    files: (account, count) => `${account}: ${count} geüploade bestanden, die hier blijven`,
    push: (account) => `${account}: welke apps worden gewekt; die melden zich vanzelf opnieuw aan`,
    other: (account, what) => `${account}: <${what}/>`,
  },
};
