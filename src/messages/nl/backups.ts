/** `backup` and `restore`, in Dutch. */
import type { backups as en } from "../en/backups.ts";
import { counted, longMoment, sizeText } from "./units.ts";

export const backups: typeof en = {
  made: (path, bytes) => `de back-up is ${path} (${sizeText(bytes)}), opnieuw gelezen en vergeleken`,
  secret: "Wie hem heeft, heeft alles, sleutels en berichten: bewaar hem waar niemand anders hem leest.",
  counts: ({ accounts, messages, rooms, files }) =>
    [
      counted(accounts, "account", "accounts"),
      counted(messages, "gearchiveerd bericht", "gearchiveerde berichten"),
      counted(rooms, "groepsgesprek", "groepsgesprekken"),
      counted(files, "geüpload bestand", "geüploade bestanden"),
    ].join(", "),
  content: ({ domains, created, host, version, bytes, beforeUpdate }) =>
    [
      `een back-up van ${domains.join(", ")}`,
      `  gemaakt op ${longMoment(created)} op ${host}, door jabber-home ${version}`,
      ...(beforeUpdate === undefined ? [] : [`  voor de update naar versie ${beforeUpdate}`]),
      `  uitgepakt ${sizeText(bytes)}`,
    ].join("\n"),
  askPassphrase: "De wachtwoordzin van de back-up",
  oneKey: () => [
    "een back-up is versleuteld met een wachtwoordzin, of voor een sleutel",
    "noem een van de twee: --passphrase-file of --identity",
  ],
  oneRecipient: () => [
    "een back-up wordt versleuteld met een wachtwoordzin, of voor een sleutel",
    "noem een van de twee: --passphrase-file of --recipient",
  ],
  notBoth: () => [
    "een back-up voor een update ligt in de map van de server, zoals hij is",
    "laat --to, --passphrase-file en --recipient weg",
  ],
  noVersion: (given) => [`${given} is geen versie`, "schrijf haar zoals ze is uitgebracht: --before-update 1.2.3"],
  noIdentity: (path) => [
    `${path} is geen bestand van age-keygen`,
    "een regel ervan begint met AGE-SECRET-KEY-1; is het bestand zelf versleuteld, open het dan eerst: age -d",
  ],
  noRecipient: (given) => [
    `${given} is geen openbare sleutel van age`,
    "schrijf wat age-keygen heeft getoond: age1 en 58 letters",
  ],
  question: (home) => `De back-up terugzetten in ${home}?`,
  questionAside: (home) =>
    `De back-up terugzetten in plaats van wat er in ${home} staat? Dat wordt bewaard, in een map daar.`,
  notAsked: () => ["--no-input ontbreekt", "zonder terminal kan niemand iets worden gevraagd"],
  notDone: "er is niets veranderd",
  noSuchAccount: (account) => [
    `de back-up heeft geen account ${account}`,
    "een oudere of nieuwere heeft het misschien wel",
  ],
  questionAccount: (account, isHere) =>
    isHere
      ? `Terughalen wat ${account} ervan mist? Wat er nu is, blijft.`
      : `Het account ${account} opnieuw aanmaken, zoals het in de back-up staat?`,
  accountBack: (account, wasHere) =>
    wasHere ? `Wat er bij ${account} is teruggekomen; wat er al was, is gebleven:` : `${account} is er weer, en heeft:`,
  accountTrial: (account, wasHere) =>
    wasHere
      ? `Wat er bij ${account} zou terugkomen; er is niets veranderd:`
      : `${account} zou er weer zijn; er is niets veranderd. Het zou hebben:`,
  askContacts:
    "Het wachtwoord is dat van de back-up. Contacten die te horen kregen dat het account weg was, zien het weer zodra ze het opnieuw hebben geaccepteerd.",
  wouldRestore: (home, isThere) =>
    isThere
      ? `De back-up is gaaf. Hij zou worden teruggezet in ${home}, en wat daar staat zou in een map worden bewaard; er is niets veranderd.`
      : `De back-up is gaaf. Hij zou worden teruggezet in ${home}; er is niets veranderd.`,
  restored: (home) => `de back-up is teruggezet: ${home}`,
  former: (path) => `Wat er eerst stond, is in ${path}; verwijder het zodra alles goed is.`,
  notSent: (count) =>
    count === 1
      ? "Er wachtte 1 stanza op een andere server. Die wordt niet verstuurd, want dat kan na de back-up al zijn gebeurd; met --send-waiting wel."
      : `Er wachtten ${count} stanza's op andere servers. Die worden niet verstuurd, want dat kan na de back-up al zijn gebeurd; met --send-waiting wel.`,
  notSentForSetup: (count) =>
    count === 1
      ? "Er wachtte 1 stanza op een andere server. Die wordt niet verstuurd, want dat kan na de back-up al zijn gebeurd."
      : `Er wachtten ${count} stanza's op andere servers. Die worden niet verstuurd, want dat kan na de back-up al zijn gebeurd.`,
  signIn: "Apps loggen vanzelf opnieuw in met hun wachtwoord, browsers vragen ernaar.",
  next: (command) => `Om te starten: ${command}`,
  exists: (path) => [`${path} bestaat al`, "kies een andere naam: geen enkele back-up wordt overschreven"],
  running: (home) => [`er draait een server op ${home}`, "stop die eerst: jabber-home service stop"],
  newerHome: (changed, created) => [
    `de map is veranderd op ${longMoment(changed)}, en de back-up is ouder: ${longMoment(created)}`,
    "restore met --replace neemt de oudere, en bewaart in een andere map wat er nu is",
  ],
  somethingElse: (path) => [
    `${path} is niet leeg, en geen map van een server`,
    "noem een lege map, of een die niet bestaat: --home MAP",
  ],
  problems: {
    "not-a-backup": () => [
      "dit is geen back-up van jabber-home",
      "noem een bestand dat jabber-home backup heeft geschreven",
    ],
    cut: () => [
      "het bestand houdt te vroeg op: het is niet tot het einde geschreven of gekopieerd",
      "kopieer het opnieuw, of neem een andere back-up",
    ],
    damaged: (path) => [
      path === ""
        ? "het bestand is beschadigd"
        : `het bestand is beschadigd: ${path} is niet zoals het was toen de back-up werd gemaakt`,
      "kopieer het opnieuw, of neem een andere back-up",
    ],
    hostile: (path) => [
      path === ""
        ? "er zit iets in wat geen enkele back-up bevat"
        : `er zit iets in wat geen enkele back-up bevat: ${path}`,
      "iemand heeft het bestand veranderd: neem een andere back-up",
    ],
    newer: (version) => [
      `de back-up is gemaakt door jabber-home ${version}, en dat is nieuwer dan dit programma`,
      `installeer versie ${version} of een latere, en probeer het opnieuw`,
    ],
    "no-room": (path, needed, free) => [
      `er is ${sizeText(needed)} nodig in ${path}, en ${sizeText(free)} is vrij`,
      "maak daar ruimte, of kies een andere schijf",
    ],
    "database-damaged": (why) => [`de database is beschadigd (${why})`, "neem een andere back-up"],
    changed: (path) => [`${path} veranderde tijdens het lezen`, "probeer het opnieuw"],
    encrypted: (by) =>
      by === "passphrase"
        ? [
            "de back-up is versleuteld met een wachtwoordzin",
            "noem een bestand waar die in staat: --passphrase-file BESTAND, of - voor de standaardinvoer",
          ]
        : [
            "de back-up is versleuteld voor een sleutel van age",
            "noem het bestand van age-keygen met de geheime helft ervan: --identity BESTAND",
          ],
    passphrase: () => ["dit is niet de wachtwoordzin van de back-up", "probeer het opnieuw"],
    identity: () => [
      "de back-up is versleuteld voor een andere sleutel dan die in het bestand",
      "noem het bestand waarvan de openbare sleutel op die server backup.recipient is: --identity BESTAND",
    ],
    "no-folder": (path) => [
      `de map ${path} bestaat niet`,
      "is de schijf of de usb-stick aangesloten? Maak anders de map aan, of noem een andere: backup.folder in config.toml",
    ],
    "not-writable": {
      service: (path) => [
        `de service mag niet schrijven in ${path}`,
        "geef hem dat recht en start hem opnieuw: sudo jabber-home service install; anders is de schijf zelf alleen-lezen",
      ],
      readOnly: (path) => [
        `de schijf van ${path} is alleen-lezen`,
        "is de usb-stick tegen schrijven beveiligd? Koppel hem anders zo aan dat er geschreven kan worden",
      ],
      denied: (path, user) => [
        `${user} mag niet schrijven in ${path}`,
        `sta het toe: sudo chown ${user}: ${path}; een usb-stick met FAT moet worden aangekoppeld met uid=${user}`,
      ],
    },
    other: (why) => [why, "kijk wat er in het logboek staat: jabber-home logs"],
    runs: () => ["er wordt al een back-up gemaakt", "wacht tot die klaar is"],
  },
};
