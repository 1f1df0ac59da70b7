/** What the system refuses that is no file of the home, and what to do about it, in Dutch. */
import type { systemErrors as english, UnusableRoots } from "../en/system-errors.ts";

/** By the system's codes. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: "dit bestand bestaat niet",
  EACCES: "geen toegang",
  EPERM: "geen toegang",
  EISDIR: "het is een map",
  ENOTDIR: "wat voor de laatste / staat, is een bestand, en geen map",
};

export const unusableRoots = ({ path, unreadable }: UnusableRoots): string =>
  unreadable
    ? `${path} is niet te lezen (${UNREADABLE[unreadable.code] ?? unreadable.why})`
    : `er staat geen certificaat in ${path}`;

export const systemErrors: typeof english = {
  notPermitted: "voer het uit als eigenaar van de map, of met sudo",
  readOnly: "kies met --home MAP een map waarin geschreven kan worden",
  diskFull: "maak ruimte op de schijf",
  notFolder: "kies een andere map met --home MAP",
  addressInUse: "stop wat de poort heeft, of kies een andere met --set listen.NAAM=ADRES:POORT",
  lowPort:
    "poorten onder 1024 zijn voor de beheerder: sudo jabber-home service install laat hem als service draaien, die ze mag gebruiken; of kies een hogere met --set listen.NAAM=ADRES:POORT",
  noSuchAddress: "deze machine heeft dat adres niet: wijzig het in config.toml",
  noSuchFamily: "schrijf in config.toml een IPv4-adres, of [::] voor elk adres dat er is",
  noSuchFile: "kijk de naam van het bestand na",
  isFolder: "noem een bestand, geen map",
  listening: {
    EADDRINUSE: (place) => `${place}: deze poort is bezet`,
    EACCES: (place) => `${place}: luisteren is op deze poort niet toegestaan`,
    EADDRNOTAVAIL: (place) => `${place}: dit is geen adres van deze machine`,
    EAFNOSUPPORT: (place) => `${place}: dit is IPv6, en dat staat op deze machine uit`,
  },
  notListening: (place, why) => `${place}: luisteren is niet gelukt (${why})`,
  roots: (roots) => [unusableRoots(roots), "SSL_CERT_FILE noemt dit bestand; verbeter die variabele, of haal die weg"],
  auth: {
    "no-pam": (detail) => [
      `deze machine heeft geen PAM om wachtwoorden mee te controleren (auth.source = "system"): ${detail}`,
      'installeer het (Debian: libpam0g, libpam-modules; Fedora: pam); op Alpine en andere systemen met musl kan het niet: schrijf source = "internal" in de sectie [auth] van config.toml',
    ],
    "no-pam-service": (detail) => [
      `${detail} ontbreekt, waardoor PAM zou weten hoe het wachtwoorden moet controleren (auth.source = "system")`,
      "start sudo jabber-home setup opnieuw, dat schrijft het; wat erin staat: docs/accounts.md",
    ],
    "no-program": (detail) => [
      `${detail} kan niet worden uitgevoerd, en moet wachtwoorden controleren (auth.command)`,
      "schrijf in de sectie [auth] van config.toml het volledige pad van een programma dat de gebruiker van de server mag uitvoeren",
    ],
  },
  homeIsOpen: (home, mode) => [
    `anderen kunnen wijzigen wat er in ${home} staat (met modus ${mode})`,
    `kies met --home MAP een map die alleen hiervoor is, of sluit deze: chmod 700 ${home}`,
  ],
};
