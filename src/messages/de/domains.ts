/** `domain rename`: a domain gets another name, in German. */
import type { domains as en } from "../en/domains.ts";
import { counted } from "./units.ts";

export const domains: typeof en = {
  notDomain: (given) => [`„${given}“ ist keine Domain`, "schreib nur sie, wie beispiel.de"],
  notServed: (domain, served) => [`${domain} gibt es auf diesem Server nicht`, `was es hier gibt: ${served}`],
  served: (domain) => [
    `${domain} ist schon eine andere Domain dieses Servers`,
    "zwei Domains können nicht eine werden: Wähle einen Namen, der hier nicht benutzt wird",
  ],
  inUse: (domain) => [
    `in der Datenbank sind von früher noch Konten oder Gruppenchats von ${domain}`,
    "nenne sie in config.toml (domains) wieder, lösche sie, und nimm sie dann heraus",
  ],
  service: (name) => [
    `${name} ist der Name eines Dienstes der anderen Domain, etwa ihrer Gruppenchats`,
    "wähle einen anderen Namen",
  ],
  space: (needed, free) => [
    `auf der Festplatte ist nicht genug Platz: ${needed} werden gebraucht, auch für eine Kopie der Datenbank, und ${free} sind frei`,
    "schaffe Platz und versuche es noch einmal",
  ],
  runsNow: (home) => [
    `der Server von ${home} läuft`,
    "beende ihn zuerst: jabber-home service stop, oder Strg-C in seinem Fenster; um zu sehen, was sich ändern würde, darf er laufen: --dry-run",
  ],
  plan: (from, to) => `${from} wird zu ${to}:`,
  accounts: (count) => counted(count, "Konto", "Konten"),
  rooms: (count) => counted(count, "Gruppenchat", "Gruppenchats"),
  messages: (count) => counted(count, "Nachricht in Archiven", "Nachrichten in Archiven"),
  services: (names) => `Dienste: ${names}`,
  nothingDone: "Es wurde nichts geändert.",
  question: (from, to) => `${from} in ${to} umbenennen?`,
  irrevocable: "alle hier bekommen eine neue Adresse und müssen sich neu anmelden",
  notDone: "es wurde nichts geändert",
  tellQuestion: "Den Kontakten auf anderen Servern die neuen Adressen mitteilen, sobald der Server läuft?",
  progress: (done, total) => `${Math.floor((done / Math.max(1, total)) * 100)}\u00a0% (${done} von ${total})`,
  done: (from, to) => `${from} ist jetzt ${to}.`,
  copy: (folder) =>
    `Die Datenbank und config.toml, wie sie waren, sind in ${folder}. Um zurückzukehren, lege sie bei beendetem Server an die Stelle der jetzigen; lösche den Ordner, wenn alles in Ordnung ist.`,
  apps: (to) =>
    `Alle müssen sich in ihren Apps neu anmelden: mit demselben Namen unter ${to} und demselben Passwort. Verlauf, Kontakte und Gruppenchats sind da.`,
  records: (to) => `Die DNS-Einträge von ${to}; jabber-home dns zeigt, welche davon die Welt sieht:`,
  noRecords: (to) => `${to} ist ein Name im lokalen Netz: Es muss nichts veröffentlicht werden.`,
  certificate: {
    acme: (to) => `Das Zertifikat für ${to} wird beim nächsten Start bezogen, sobald die Einträge hierher führen.`,
    files: (to) =>
      `Lege ein Zertifikat für ${to} dorthin, wo config.toml es sagt: certificate.chain_file, certificate.key_file.`,
    "self-signed": (to) => `Ein Zertifikat für ${to} wird beim nächsten Start gemacht.`,
  },
  former: (from) =>
    `Solange die Einträge von ${from} noch hierher führen, kommt an, was an die früheren Adressen geschickt wird (former_domains in config.toml), und Links zu Dateien funktionieren weiter.`,
  told: "Kontakte auf anderen Servern erfahren es, sobald der Server läuft; ihre Server entscheiden, ob sie von selbst folgen.",
  notTold:
    "Kontakte auf anderen Servern haben es nicht erfahren: Sie sehen die neue Adresse, wenn ihnen jemand schreibt, und müssen sie annehmen.",
  components: (names) => `Externe Komponenten behalten ihre Namen: ${names}`,
  next: "Starte dann den Server: jabber-home run oder jabber-home service start",
};
