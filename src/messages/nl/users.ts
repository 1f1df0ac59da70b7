/** What the verbs of accounts say, in Dutch. */
import type { users as en } from "../en/users.ts";

export const users: typeof en = {
  ready: (jid) => `${jid} is klaar`,
  allReady: (count) => `${count} accounts zijn klaar`,
  changed: (jid) => `${jid} heeft een ander wachtwoord`,
  disabled: (jid) =>
    `${jid} kan niet meer inloggen; de gegevens blijven (weer toelaten: jabber-home user enable ${jid})`,
  enabled: (jid) => `${jid} kan weer inloggen`,
  removed: (jid) => `${jid} is weg`,
  removeIt: (jid) => `${jid} verwijderen, met geschiedenis, contacten en bestanden?`,
  irrevocable: "de geschiedenis en de contacten van het account verdwijnen ook",
  notRemoved: "er is niets verwijderd",
  exported: {
    done: (file, size) =>
      `alles van het account staat in ${file} (${size}): contacten, berichten, en al wat zijn apps hier bewaren`,
    secret: "het wachtwoord kan ermee worden geraden: bewaar het waar niemand anders het leest",
    isThere: (file) => [`${file} bestaat al`, "kies een andere naam: --to BESTAND"],
    cut: () => ["de server is halverwege gestopt, of heeft het account verwijderd", "probeer het opnieuw"],
  },
  since: (date) => `sinds ${date}`,
  administrator: "beheerder",
  off: "uitgeschakeld",
  here: "nu online",
  seen: (date) => `gezien op ${date}`,
  never: "nooit ingelogd",
  nobody: "nog niemand: jabber-home user add JID",
  password: (jid) => `Wachtwoord voor ${jid}`,
  again: "Nog een keer",
  needed: "Een wachtwoord, graag.",
  shortPassword: (length) => `Minstens ${length} tekens.`,
  badPassword: "Letters, cijfers, leestekens en spaties: geen tab, en niets wat onzichtbaar is.",
  input: {
    standard: "de standaardinvoer",
    empty: (file) => [`${file} is leeg`, "schrijf het wachtwoord erin, op één regel"],
    emptyList: (file) => [`${file} is leeg`, "schrijf op elke regel een adres, een tab en een wachtwoord"],
    lines: (file) => [`${file} heeft meer dan één regel`, "laat er alleen het wachtwoord in staan"],
    long: (file, bytes) => [`${file} is langer dan ${bytes} bytes`],
    badLines: (file, lines) => [
      `${file}: niet “JID, tab, wachtwoord” in regel ${lines}`,
      "schrijf op elke regel een adres, een tab en een wachtwoord",
    ],
    otherEncoding: (file, line) => [
      `${file}: regel ${line} is niet in UTF-8 geschreven, dus zou het wachtwoord een ander zijn dan je bedoelt`,
      "sla het bestand opnieuw op, met de codering UTF-8",
    ],
    missing: ["--password-file ontbreekt", "geef het wachtwoord in een bestand, of - voor de standaardinvoer"],
  },
  cancelled: "geannuleerd: er is niets veranderd",
  different: "de twee wachtwoorden zijn niet gelijk: er is niets veranderd",
};
