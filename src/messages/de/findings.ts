/** What is wrong with a server, and what helps, in German. */
import type { findings as en } from "../en/findings.ts";
import { dative } from "./units.ts";

export const findings: typeof en = {
  "disk-full": (free, reserve) => [
    `Die Festplatte ist fast voll: ${free} sind frei, ${reserve} werden freigehalten. Bis Platz ist, wird nichts Neues angenommen.`,
    "Schaffe Platz auf der Festplatte; jabber-home files zeigt, wer wie viel hochgeladen hat, und löscht, was alt ist.",
  ],
  "backup-failed": (why, last, isAttempted) =>
    `${isAttempted ? "Die letzte Sicherung konnte nicht gemacht werden" : "Es kann keine Sicherung gemacht werden"}: ${why}. ${last === undefined ? "Es gibt noch keine." : `Die neueste ist vom ${last}.`}`,
  "backup-same-disk": (folder) => [
    `Die Sicherungen sind auf derselben Festplatte wie alles andere (${folder}): Sie helfen nicht, wenn sie kaputtgeht.`,
    "Schließe eine andere Festplatte oder einen Stick an, und nenne einen Ordner dort: backup.folder in config.toml. Oder kopiere ab und zu eine auf einen anderen Rechner.",
  ],
  "update-undone": (failed, day, why) => [
    `Version ${failed} hat hier am ${day} nicht funktioniert, und die vorige läuft wieder: ${why}.`,
    "Sag dem Projekt, was sie sagt, und installiere die nächste Version: jabber-home update.",
  ],
  "disk-low": (free, reserve) => [
    `Die Festplatte füllt sich: ${free} sind frei. Sind es nur noch ${reserve}, wird nichts Neues mehr angenommen.`,
    "Schaffe Platz auf der Festplatte; jabber-home files zeigt, wer wie viel hochgeladen hat, und löscht, was alt ist.",
  ],
  "clock-wrong": (says) => [
    `Die Uhr dieses Rechners sagt ${says}, und das kann nicht sein: Bis sie richtig gestellt ist, wird nichts wegen seines Alters gelöscht.`,
    "Stelle sie richtig: timedatectl set-ntp true",
  ],
  "clock-leapt": (said, says, until) => [
    `Die Uhr dieses Rechners sagt ${says}; das letzte Mal davor sagte sie ${said}. Bis sie richtig gestellt oder bis ${until} so weitergelaufen ist, wird nichts wegen seines Alters gelöscht.`,
    "War der Server in der Zwischenzeit aus, ist nichts zu tun; sonst stelle die Uhr richtig: timedatectl set-ntp true",
  ],
  "shadow-unreadable": () => [
    "Der Server darf /etc/shadow nicht lesen, wo die Passwörter der Konten dieses Rechners stehen: PAM hält jedes für falsch, und niemand kann sich anmelden.",
    "Als Dienst: sudo jabber-home service install, das nimmt ihn in die Gruppe shadow auf. Sonst: sudo usermod -aG shadow BENUTZER, für den Benutzer, unter dem er läuft; starte ihn dann neu. Sind die Passwörter die eines Verzeichnisses, ist nichts zu tun.",
  ],
  "groups-unknown": (groups) => [
    `Diese Gruppen, die auth.allow_groups oder auth.deny_groups in config.toml nennt, gibt es auf diesem Rechner nicht: ${groups}.`,
    "Prüfe ihre Schreibweise; getent group zeigt die vorhandenen.",
  ],
  "certificate-expired": (until) => [
    `Das Zertifikat ist am ${until} abgelaufen: Apps warnen davor oder verbinden sich nicht, und andere Server lehnen es ab.`,
    "Erneuere es: jabber-home certificate renew",
  ],
  "certificate-expires": (until, left) => [
    `Das Zertifikat läuft am ${until} ab, in ${dative(left)}.`,
    "Sieh nach, warum es nicht erneuert wurde: jabber-home certificate",
  ],
  "certificate-by-hand": (until) => [
    `Das Zertifikat wird von Hand erneuert, das nächste Mal vor dem ${until}.`,
    "jabber-home certificate renew",
  ],
  notRenewed: (why) => `Das Zertifikat konnte nicht erneuert werden. ${why}`,
  certificate: (what) => `Apps und andere Server haben am Zertifikat etwas auszusetzen. ${what}`,
  "web-refused": {
    https: (why) => [`${why}: keine Seiten und keine Dateien.`, "jabber-home setup wählt einen anderen Port."],
    http: (why) => [`${why}: Browser werden nicht von http:// zu https:// weitergeschickt.`],
    http_proxied: (why) => [`${why}: Der Webserver vor diesem bekommt keine Antwort.`],
  },
  "calls-refused": (why) => [
    `${why}: Anrufe zwischen Apps, die einander nicht direkt erreichen, kommen vielleicht nicht zustande.`,
    "Beende, was den Port benutzt, oder wähle in config.toml einen anderen oder off, und starte den Server neu: docs/calls.md.",
  ],
  "calls-without-address": () => [
    "Dieser Server kennt seine öffentliche Adresse nicht: Anrufe zwischen Apps, die einander nicht direkt erreichen, kommen nicht zustande.",
    "Schreib die Adresse deines Routers in turn.public_address in config.toml, oder lass den A-Eintrag der Domain zu ihr führen. Anrufe innerhalb eines Hauses: turn.private_peers.",
  ],
  "port-not-reached": (port, who, age) => [
    `Vor ${dative(age)} kam ${who} an Port ${port} nicht herein.`,
    "Sieh nach, was zu sehen war und was hilft: jabber-home dns. Noch einmal nachsehen lassen: jabber-home dns --outside",
  ],
  "server-unreached": (domain, age, why, waiting) => [
    `${domain} ist seit ${dative(age)} nicht erreicht worden: ${why}. ${waiting > 0 ? (waiting === 1 ? "1 Nachricht oder Statusmeldung wartet darauf." : `${waiting} Nachrichten und Statusmeldungen warten darauf.`) : ""}`.trim(),
    `Sieh nach, welcher Schritt scheitert und was hilft: jabber-home federation ${domain}`,
  ],
  "servers-unreached": (count) => [
    count === 1
      ? "1 weiterer Server ist nicht erreicht worden."
      : `${count} weitere Server sind nicht erreicht worden.`,
    "jabber-home federation",
  ],
};
