/** `update`, in Dutch. */
import type { update as en } from "../en/update.ts";
import { longDate, longMoment, sizeText } from "./units.ts";

export const update: typeof en = {
  works: (version) =>
    `versie ${version} werkt met deze map: op een kopie van de database heeft iemand ingelogd, en is een bericht aangekomen`,
  newest: (version) => `dit is versie ${version}, en er is geen nieuwere`,
  available: (version, current, released) => `versie ${version} van ${longDate(released)} is er; dit is ${current}`,
  announced: (version, current, domain) => `DNS (${domain}) meldt versie ${version}; dit is ${current}`,
  how: (command) => `Om die te installeren: ${command}`,
  question: (version) => `Versie ${version} installeren? De server start opnieuw, en apps komen vanzelf terug.`,
  notAsked: "zonder terminal kan niemand iets worden gevraagd",
  notDone: "er is niets veranderd",
  downloading: (file, bytes) => `downloadt ${file} (${sizeText(bytes)})`,
  trying: (version) => `probeert versie ${version} op een kopie van de database`,
  backing: "maakt een back-up",
  restarting: "start de server opnieuw",
  backedUp: (file) => `De back-up van ervoor is ${file}.`,
  done: (version) => `versie ${version} draait: iemand heeft ingelogd, en een bericht is aangekomen`,
  atNextStart: (version, command) =>
    `versie ${version} is geïnstalleerd; ze bewijst zich als de server wordt gestart: ${command}`,
  undone: (to, from, why) => [
    `versie ${to} werkte hier niet, dus draait versie ${from} weer, met alles wat er was: ${why}`,
    "laat het project weten wat er staat, en wacht op de volgende versie",
  ],
  refused: (version, output) => [
    `versie ${version} werkt niet met deze map, en er is niets veranderd:\n${output}`,
    "kijk wat ze zegt; de server draait door zoals hij is",
  ],
  silent: (minutes) => [
    `de server heeft binnen ${minutes} minuten niet gezegd of de nieuwe versie werkt`,
    "kijk in zijn logboek: jabber-home logs",
  ],
  hangs: (minutes) => `ze is na ${minutes} minuten niet klaar`,
  back: (version) => `versie ${version} draait weer`,
  backAtNextStart: (version, command) => `versie ${version} staat weer op haar plaats; start haar: ${command}`,
  keptNow: (file) => `Alles zoals het hier bij het begin van die back-up was, staat in ${file}.`,
  questionBack: (version) =>
    `Teruggaan naar versie ${version}? Er gaat niets verloren. De server start opnieuw, en apps komen vanzelf terug.`,
  questionLosing: (version, made) =>
    `Teruggaan naar versie ${version}, en naar de back-up van ${longMoment(made)}? Wat er sindsdien is gekomen (berichten, accounts, contacten, wijzigingen) ontbreekt dan.`,
  losing: (made) => `wat er sinds de back-up van ${longMoment(made)} is gekomen, gaat hier verloren`,
  unreadable: (version, output) => `versie ${version} kan niet werken met de database zoals die nu is:\n${output}`,
  noFormer: (file) => [
    `er is hier geen versie van ervoor: ${file}`,
    "zet met de hand een oudere op haar plaats: docs/updating.md",
  ],
  noBackupOfBefore: (version, output) => [
    `versie ${version} kan niet werken met de database zoals die nu is, en er is geen back-up van voor de update:\n${output}`,
    "zet met de hand een oudere back-up terug: docs/updating.md",
  ],
  backByPackage: (file) => [
    `${file} hoort bij een pakket van dit systeem`,
    "installeer het pakket van ervoor, en zet zijn back-up terug: docs/updating.md",
  ],
  running: "er loopt al een update",
  notCompiled: () => [
    "dit is geen uitvoerbaar bestand: het draait vanuit de broncode",
    "werk de broncode zelf bij: git pull",
  ],
  otherExecutable: (file) => [`de server draait ${file}, en dit is een ander`, `roep dat aan: ${file} update`],
  byPackage: {
    dpkg: (file) => [
      `${file} hoort bij een pakket van dit systeem`,
      "werk het systeem bij: sudo apt update && sudo apt upgrade",
    ],
    rpm: (file) => [
      `${file} hoort bij een pakket van dit systeem`,
      "werk het pakket bij: sudo dnf upgrade jabber-home",
    ],
    apk: (file) => [`${file} hoort bij een pakket van dit systeem`, "werk het pakket bij: apk upgrade jabber-home"],
    container: () => [
      "dit draait in een container, die in zijn geheel wordt vervangen",
      "haal de nieuwe image en maak de container opnieuw: docker compose pull && docker compose up -d",
    ],
  },
  notWritable: (file, command) => [`deze gebruiker mag ${file} niet vervangen`, command],
  noPlace: () => [
    "niemand heeft gezegd waar nieuwe versies staan: het project heeft er nog geen eigen adres voor",
    "noem er een: --from https://… of --from MAP; of update.url in config.toml",
  ],
  problems: {
    "no-keys": () => [
      "dit programma is gebouwd zonder sleutel voor uitgaven, en kan er dus geen geloven",
      "neem een programma van een uitgave, of vervang dit met de hand",
    ],
    "not-signed": () => [
      "de uitgave is niet ondertekend met de sleutels die dit programma kent",
      "installeer die niet; zijn de sleutels sinds deze versie veranderd, haal de nieuwe dan waar je deze hebt gehaald",
    ],
    malformed: (why) => [
      `de uitgave is ondertekend, maar het manifest ervan is fout: ${why}`,
      "laat het het project weten",
    ],
    format: () => [
      "de uitgave is beschreven op een manier die deze versie nog niet kent",
      "installeer eerst een versie tussen de twee",
    ],
    expired: (expires) => [
      `wat er staat, gold tot ${longMoment(expires)}: nieuwere versies worden misschien achtergehouden`,
      "kijk of de klok van deze machine goed staat; probeer het anders later opnieuw, of kijk op de pagina van het project",
    ],
    future: (released, now) => [
      `de uitgave is van ${longMoment(released)}, en hier is het ${longMoment(now)}`,
      "zet de klok van deze machine gelijk",
    ],
    downgrade: (version, current) => [
      `wat er staat, is versie ${version}, en die is ouder dan deze, ${current}`,
      "een oudere versie wordt nooit vanzelf geïnstalleerd",
    ],
    "no-target": (target, version) => [
      `versie ${version} is niet gemaakt voor ${target}`,
      "wacht tot dat zo is, of bouw die zelf: npm run build",
    ],
    "no-place": (given) => [`er is geen uitgave op ${given}`, "noem een map, of een adres dat met https:// begint"],
    unreachable: (where, why) => [
      `${where}: ${why}`,
      "is deze machine met het internet verbonden? Probeer het later opnieuw",
    ],
    answer: (where, status) => [
      `${where} antwoordt met status ${status}`,
      "kijk of het adres klopt, of probeer het later opnieuw",
    ],
    cut: (file, bytes, of) => [
      `de verbinding viel weg: ${sizeText(bytes)} van ${sizeText(of)} van ${file} is aangekomen`,
      "geef de opdracht opnieuw: het gaat van daar verder",
    ],
    "no-room": (path, needed, free) => [
      `er is ${sizeText(needed)} nodig in ${path}, en ${sizeText(free)} is vrij`,
      "maak daar ruimte, en geef de opdracht opnieuw",
    ],
    "wrong-bytes": (file) => [
      `${file} is niet wat is ondertekend, en is niet genomen`,
      "probeer het opnieuw; blijft het zo, dan verandert de server of het netwerk bestanden: laat het het project weten",
    ],
  },
};
