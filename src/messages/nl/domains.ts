/** What `domain rename` says, in Dutch. */
import type { domains as en } from "../en/domains.ts";
import { counted } from "./units.ts";

export const domains: typeof en = {
  notDomain: (given) => [`“${given}” is geen domein`, "schrijf alleen het domein, zoals voorbeeld.nl"],
  notServed: (domain, served) => [`${domain} is niet van deze server`, `van deze server zijn: ${served}`],
  served: (domain) => [
    `${domain} is al een ander domein van deze server`,
    "twee domeinen kunnen niet één worden: kies een naam die hier niet in gebruik is",
  ],
  inUse: (domain) => [
    `in de database staan nog accounts of groepsgesprekken van ${domain}`,
    "noem het weer in config.toml (domains), verwijder ze, en haal het er dan uit",
  ],
  service: (name) => [
    `${name} is de naam van een dienst van het andere domein, zoals zijn groepsgesprekken`,
    "kies een andere naam",
  ],
  space: (needed, free) => [
    `er is niet genoeg ruimte op de schijf: er is ${needed} nodig, ook voor een kopie van de database, en ${free} is vrij`,
    "maak ruimte, en probeer het opnieuw",
  ],
  runsNow: (home) => [
    `de server van ${home} draait`,
    "stop hem eerst: jabber-home service stop, of Ctrl-C in zijn venster; om te zien wat er zou veranderen, mag hij draaien: --dry-run",
  ],
  plan: (from, to) => `${from} wordt ${to}:`,
  accounts: (count) => counted(count, "account", "accounts"),
  rooms: (count) => counted(count, "groepsgesprek", "groepsgesprekken"),
  messages: (count) => counted(count, "bericht in de geschiedenis", "berichten in de geschiedenis"),
  services: (names) => `diensten: ${names}`,
  nothingDone: "Er is niets veranderd.",
  question: (from, to) => `${from} hernoemen tot ${to}?`,
  irrevocable: "iedereen hier krijgt een nieuw adres en moet opnieuw inloggen",
  notDone: "er is niets veranderd",
  tellQuestion: "De contacten op andere servers de nieuwe adressen laten weten, zodra de server draait?",
  progress: (done, total) => `${Math.floor((done / Math.max(1, total)) * 100)}% (${done} van ${total})`,
  done: (from, to) => `${from} is nu ${to}.`,
  copy: (folder) =>
    `De database en config.toml zoals ze waren, staan in ${folder}. Om terug te gaan zet je ze, met de server gestopt, op de plaats van de huidige; verwijder de map als alles goed is.`,
  apps: (to) =>
    `Iedereen moet in zijn apps opnieuw inloggen: met dezelfde naam bij ${to}, en hetzelfde wachtwoord. Geschiedenis, contacten en groepsgesprekken zijn er.`,
  records: (to) => `De DNS-records van ${to}; jabber-home dns toont welke ervan de wereld ziet:`,
  noRecords: (to) => `${to} is de naam van een lokaal netwerk: er hoeft niets bekend te worden gemaakt.`,
  certificate: {
    acme: (to) => `Het certificaat van ${to} wordt bij de volgende start opgehaald, zodra de records hierheen leiden.`,
    files: (to) =>
      `Zet een certificaat van ${to} waar config.toml het zegt: certificate.chain_file, certificate.key_file.`,
    "self-signed": (to) => `Bij de volgende start wordt een certificaat van ${to} gemaakt.`,
  },
  former: (from) =>
    `Zolang de records van ${from} nog hierheen leiden, komt aan wat naar de vroegere adressen wordt gestuurd (former_domains in config.toml), en blijven links naar bestanden werken.`,
  told: "Contacten op andere servers krijgen bericht zodra de server draait; hun servers beslissen of ze vanzelf volgen.",
  notTold:
    "Contacten op andere servers hebben geen bericht gekregen: ze zien het nieuwe adres als iemand hun schrijft, en moeten het accepteren.",
  components: (names) => `Externe componenten houden hun naam: ${names}`,
  next: "Start daarna de server: jabber-home run, of jabber-home service start",
};
