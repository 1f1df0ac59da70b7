/** What the import from another server says, in Dutch. */
import type { imports as en } from "../en/import.ts";
import { counted } from "./units.ts";

export const imports: typeof en = {
  sources: {
    prosody: "Prosody",
    ejabberd: "ejabberd",
    jabberd2: "jabberd2",
    jabberd14: "jabberd14",
    xep0227: "bestanden volgens XEP-0227",
  },
  checking: (count) => `alles bekijken: ${count}`,
  progress: (done, total) => `${Math.floor((done / Math.max(1, total)) * 100)}% (${done} van ${total})`,
  headTrial: (source, path) => `Wat er mee zou komen van ${source} (${path}); er is niets veranderd:`,
  head: (source, path) => `Wat er is meegekomen van ${source} (${path}):`,
  domain: (from, to) => (from === to ? `${from}` : `${from}, dat hier ${to} heet`),
  nothing: "niets",
  knownToo: (count) => `${count} hier al`,
  alreadyHere: (count) => `, ${count} ${count === 1 ? "was" : "waren"} hier al`,
  perAccount: "Wie, en hoeveel van wat:",
  moreAccounts: (count) => `en nog ${counted(count, "account", "accounts")} (--json noemt ze allemaal)`,
  nothingLeft: "Alles kan meekomen.",
  leftHead: "Wat niet kan meekomen, en waarom:",
  moreLeft: (count) => `en nog ${count} (--json noemt ze allemaal)`,
  ofServer: "de server",
  entry: (of, what) => `${of}: ${what}`,
  rooms: (names) =>
    `Groepsgesprekken en bestanden blijven antwoorden op ${names}: houd de DNS-records van deze namen, en laat het certificaat ze noemen (jabber-home dns toont wat er nodig is)`,
  roomsTrial: (names) => `Groepsgesprekken en bestanden zouden blijven antwoorden op ${names}`,
  filePort: (port) =>
    `In links naar bestanden kan poort ${port} staan. Is dat zo, laat die poort dan ook naar die van listen.https leiden, in de router of via de firewall van de machine.`,
  resetHead:
    "Deze accounts hebben geen wachtwoord dat kan meekomen. Stuur elk de link om een nieuw te kiezen (een week geldig):",
  resetTrial: (count) =>
    `${counted(count, "account heeft", "accounts hebben")} geen wachtwoord dat kan meekomen: voor elk wordt een link gemaakt om een nieuw te kiezen`,
  resetWithoutPages: (accounts) =>
    `Deze accounts hebben geen wachtwoord dat kan meekomen, en er zijn geen pagina's om er een te kiezen: ${accounts}. Geef elk er een: jabber-home user passwd JID`,
  oldHashes:
    "Sommige wachtwoorden kwamen mee als sleutels van een oudere soort. Tot de eigenaars één keer hebben ingelogd met een app die het wachtwoord stuurt of nieuwe sleutels maakt, en hoogstens negentig dagen lang, krijgen alle apps alleen die soort aangeboden; apps die op een nieuwere staan, zeggen dat.",
  next: "Start de server: jabber-home run, of jabber-home service start",
  isHere: "Alles staat in de draaiende server: apps die zijn ingelogd, zien het nu.",
  restart:
    "Alles staat in de draaiende server. Op de namen hierboven antwoordt hij vanaf zijn volgende start: jabber-home service restart, of stop wat er draait en start het weer",
  ended: () => [
    "de server is halverwege gestopt: wat er tot dan toe kwam, is opgeslagen",
    "begin de import opnieuw, of de server nu draait of niet: hij gaat verder waar hij was",
  ],
  notAsked: () => [
    "--no-input ontbreekt",
    "zeg dat er niets gevraagd hoeft te worden: --no-input; eerst kijken: --dry-run",
  ],
  kinds: {
    accounts: (count) => counted(count, "account", "accounts"),
    contacts: (count) => counted(count, "contact", "contacten"),
    requests: (count) => counted(count, "openstaand contactverzoek", "openstaande contactverzoeken"),
    vcards: (count) => counted(count, "profiel", "profielen"),
    private: (count) => counted(count, "privégegeven van een app", "privégegevens van apps"),
    nodes: (count) => counted(count, "knooppunt", "knooppunten"),
    items: (count) => counted(count, "gepubliceerd item", "gepubliceerde items"),
    blocked: (count) => counted(count, "geblokkeerd adres", "geblokkeerde adressen"),
    privacy: (count) => counted(count, "privacylijst", "privacylijsten"),
    offline: (count) => counted(count, "wachtend bericht", "wachtende berichten"),
    preferences: (count) => counted(count, "keuze van wat wordt gearchiveerd", "keuzes van wat wordt gearchiveerd"),
    archived: (count) => counted(count, "bericht uit de geschiedenis", "berichten uit de geschiedenis"),
    push: (count) => counted(count, "app die wordt gewekt", "apps die worden gewekt"),
    files: (count) => counted(count, "bestand", "bestanden"),
    rooms: (count) => counted(count, "groepsgesprek", "groepsgesprekken"),
    "room-messages": (count) => counted(count, "bericht in groepsgesprekken", "berichten in groepsgesprekken"),
    circles: (count) => counted(count, "kring", "kringen"),
    invitations: (count) => counted(count, "uitnodiging", "uitnodigingen"),
    other: (count) => counted(count, "ander ding", "andere dingen"),
  },
  reasons: {
    address: "geen adres, of een van een domein dat niet meekomt",
    malformed: "het heeft niet het juiste formaat",
    "too-large": "het is groter of meer dan een account hier kan hebben",
    "privacy-list": "regels die verder gaan dan “niets van dit adres”: blokkeer in een app wie je bedoelt",
    unknown: "zoiets is hier niet bekend",
    "no-account": "het hoort bij geen account dat meekomt",
    "file-missing": "het bestand is niet waar het hoort te zijn",
    unreadable: "de oude server heeft het in een vorm die niets zegt",
    "cut-off": "de gegevens houden halverwege op, als na een crash",
    "of-no-use": "het is voorbij, of was alleen voor de oude server",
    "not-given": "de oude server heeft het niet gegeven",
    "not-asked": "zoveel worden er niet tegelijk gevraagd mee te gaan: voeg dit contact toe in een app",
    "old-address": "het hoort bij het oude adres: apps maken hun eigen opnieuw bij het nieuwe",
  },
  problems: {
    unreadable: ({ why }) => [
      `is niet te lezen (${why})`,
      "kijk naar het pad, en of deze gebruiker het mag lezen: sudo kan helpen",
    ],
    unknown: ({ kinds }) => [
      `is niets wat hier bekend is: ${kinds.join(", ")}`,
      "noem de map, de database of het bestand waarin de oude server zijn gegevens bewaart (docs/moving.md)",
    ],
    "raw-database": ({ server, command }) => [
      `is de database van ${server} zelf, die alleen ${server} leest`,
      `laat hem een bestand schrijven, en importeer dat: ${command}`,
    ],
    outside: () => ["leidt uit de map van de bron", "kopieer waar het heen leidt naar die map"],
    malformed: ({ why }) => [
      `heeft niet het juiste formaat: ${why}`,
      "er is niets opgeslagen; verbeter het, of vraag hulp met deze regel",
    ],
    dtd: () => ["heeft een documenttype (<!DOCTYPE): geen gegevens van een server hebben dat", "haal het weg"],
    code: () => [
      "is een programma, waar gegevens werden verwacht",
      "noem de map van de gegevens, niet die van de configuratie",
    ],
    "too-large": ({ maximum }) => [
      `er zit iets in dat groter is dan wat een server ooit heeft (${maximum})`,
      "er is niets opgeslagen; kijk op deze plaats",
    ],
    "no-room": ({ folder }) => [
      `er is niet genoeg ruimte om het uit te pakken in ${folder}`,
      "noem een map met meer ruimte: TMPDIR=/var/tmp voor de opdracht, of pak het zelf uit en noem de map",
    ],
    "too-deep": ({ maximum }) => [
      `meer dan ${maximum} niveaus in elkaar`,
      "er is niets opgeslagen; kijk op deze plaats",
    ],
    schema: ({ missing }) => [
      `heeft geen ${missing}: het is niet van een versie die hier bekend is`,
      "werk de oude server bij, of exporteer zijn gegevens in een andere vorm (docs/moving.md)",
    ],
    "no-such-domain": ({ domain, domains }) => [
      domains.length === 0 ? "heeft geen domein met accounts" : `heeft ${domains.join(", ")}, en niet ${domain}`,
      domains.length === 1
        ? `haal ${domains[0]} hierheen onder de naam ${domain}: --domain ${domain}`
        : "kies een domein dat beide hebben: --domain D",
    ],
  },
};
