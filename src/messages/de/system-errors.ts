/** What the system refuses that is no file of the home, and what to do about it, in German. */
import type { systemErrors as en, UnusableRoots } from "../en/system-errors.ts";

export const unusableRoots = ({ path, unreadable }: UnusableRoots): string =>
  unreadable ? `${path} lässt sich nicht lesen: ${unreadable.why}` : `in ${path} ist kein Zertifikat`;

export const systemErrors: typeof en = {
  notPermitted: "führe es als Besitzer des Ordners aus, oder mit sudo",
  readOnly: "wähle mit --home ORDNER einen Ordner, in den sich schreiben lässt",
  diskFull: "schaffe Platz auf der Festplatte",
  notFolder: "wähle einen anderen Ordner mit --home ORDNER",
  addressInUse: "beende, was den Port hat, oder wähle einen anderen mit --set listen.NAME=ADRESSE:PORT",
  lowPort:
    "Ports unter 1024 gehören dem Administrator: sudo jabber-home service install lässt ihn als Dienst laufen, der sie benutzen darf; oder wähle einen höheren mit --set listen.NAME=ADRESSE:PORT",
  noSuchAddress: "dieser Rechner hat diese Adresse nicht: Ändere sie in config.toml",
  noSuchFamily: "schreib in config.toml eine IPv4-Adresse, oder [::] für jede vorhandene Adresse",
  noSuchFile: "prüfe den Namen der Datei",
  isFolder: "nenne eine Datei, keinen Ordner",
  listening: {
    EADDRINUSE: (place) => `${place} ist belegt`,
    EACCES: (place) => `${place} ist nicht erlaubt`,
    EADDRNOTAVAIL: (place) => `${place} ist keine Adresse dieses Rechners`,
    EAFNOSUPPORT: (place) => `${place} gehört zu IPv6, und das ist auf diesem Rechner ausgeschaltet`,
  },
  notListening: (place, why) => `${place} ist gescheitert: ${why}`,
  roots: (roots) => [unusableRoots(roots), "SSL_CERT_FILE nennt es; berichtige das oder lösche die Variable"],
  auth: {
    "no-pam": (detail) => [
      `dieser Rechner hat kein PAM, mit dem sich Passwörter prüfen ließen (auth.source = "system"): ${detail}`,
      'installiere es (Debian: libpam0g, libpam-modules; Fedora: pam); auf Alpine und anderen Systemen mit musl geht es nicht: Schreib source = "internal" in den Abschnitt [auth] von config.toml',
    ],
    "no-pam-service": (detail) => [
      `${detail} fehlt; daraus wüsste PAM, wie Passwörter zu prüfen sind (auth.source = "system")`,
      "führe noch einmal sudo jabber-home setup aus, das schreibt es; was darin steht: docs/accounts.md",
    ],
    "no-program": (detail) => [
      `${detail} lässt sich nicht ausführen; es soll Passwörter prüfen (auth.command)`,
      "schreib den ganzen Pfad eines Programms, das der Benutzer des Servers ausführen darf, in den Abschnitt [auth] von config.toml",
    ],
  },
  homeIsOpen: (home, mode) => [
    `andere dürfen ändern, was in ${home} ist (der Modus ist ${mode})`,
    `wähle einen eigenen Ordner mit --home ORDNER, oder verschließe diesen: chmod 700 ${home}`,
  ],
};
