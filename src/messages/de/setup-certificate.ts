/** What the wizard says about the certificate, in German. */
import type { setupCertificate as en } from "../en/setup-certificate.ts";
import { longDate } from "./units.ts";

export const setupCertificate: typeof en = {
  heading: (authority) => `4 von 5   Zertifikat   ${authority}`,
  question: "Wie möchtest du nachweisen, dass die Domain dir gehört?",
  tryAgain: (method) => `Noch einmal: ${method}`,
  methods: {
    "http-01": () => "Über Port 80 (kostenlos, erneuert sich von selbst)",
    "tls-alpn-01": () => "Über Port 443 (kostenlos, erneuert sich von selbst)",
    "dns-01": () => "Von Hand: bei jeder Erneuerung ein neuer DNS-Eintrag, alle zwei Monate",
    "dns-persist-01": () => "Durch einen dauerhaften DNS-Eintrag, einmal gesetzt (erneuert sich von selbst)",
    "hand-on": () => "Über Port 80, den der Webserver hier weitergibt (erneuert sich von selbst)",
    redirect: (domain) => `Der Webserver von ${domain} gibt hierher weiter`,
    subdomain: (domain) => `Eine andere Domain für die Adressen, wie chat.${domain}`,
    files: () => "Ich habe schon ein Zertifikat",
    "self-signed": () => "Vorerst mit einem eigenen Zertifikat weitermachen (Apps werden warnen)",
  },
  former: (server, file, until) =>
    `Das von ${server}, bis ${longDate(until)} (kopiert aus ${file}; danach hier von selbst erneuert)`,
  byDnsApi: "Durch DNS-Einträge, die über eine API geschrieben werden (erneuert sich von selbst)",
  leadsHere: (domain) => `${domain} führt hierher`,
  leadsNowhere: (domain) => `${domain} hat (noch) keine Adresse: Ein DNS-Eintrag kann sie nachweisen`,
  leadsUnknown: (domain) => `Ob ${domain} hierher führt, ist von hier nicht zu erkennen.`,
  leadsElsewhere: (domain, theirs, ours) => [
    `${domain} führt zu ${theirs}, dieser Rechner ist ${ours || "woanders"}.`,
    "Es scheint eine Website an anderer Stelle zu sein. Das Zertifikat muss trotzdem für diesen Namen gelten; diese Wege sind möglich, der beste zuerst:",
  ],
  kept: (names, until) => `${names.join(", ")}   bis ${longDate(until)}, behalten`,
  trying: "Probelauf beim Testdienst",
  tried: "Der Probelauf ist geglückt",
  portReached: (port) => `${port}   von außen erreicht`,
  portNotReached: (port, why) => `${port}   von außen nicht zu sehen: ${why}`,
  slow: "Die Zertifizierungsstelle sieht von mehreren Orten nach diesem Rechner; gib ihr eine Minute.",
  obtaining: (domain) => `Zertifikat für ${domain}`,
  obtainedShown: "Das Zertifikat ist da",
  obtained: (names, until) => `${names.join(", ")}   bis ${longDate(until)}`,
  failed: "Das hat nicht geklappt",
  byHand: (until) => [
    `Wieder von Hand vor dem ${longDate(until)}: jabber-home certificate renew`,
    "Eine Nachricht an den Administrator sagt es rechtzeitig.",
  ],
  attemptsLeft: (left) =>
    left === 1
      ? "Noch 1 Versuch in dieser Stunde."
      : left > 1
        ? `Noch ${left} Versuche in dieser Stunde.`
        : "Kein Versuch mehr in dieser Stunde.",
  selfSignedShown: "Ein eigenes Zertifikat",
  selfSigned: [
    "Apps und andere Server werden davor warnen oder es ablehnen. Starte die Einrichtung noch einmal für ein echtes: Alles andere bleibt.",
  ],
  chainFile: "Das Zertifikat und seine Kette (PEM-Datei)",
  keyFile: "Sein privater Schlüssel (PEM-Datei)",
  noPath: "Der Pfad einer Datei, wie /etc/ssl/beispiel.de.pem",
  filesShown: "Dein Zertifikat",
  usingFiles: (names, until) => `${names.join(", ")}   bis ${longDate(until)}, auf Änderungen überwacht`,
  filesQuestion: "Trotzdem verwenden?",
  filesUnusable: "Andere Dateien oder ein anderer Weg?",
  filesUse: "Ja, so wie es ist",
  filesAgain: "Noch einmal nachsehen oder andere Dateien nennen",
  handOnShown: (webServer, domain) =>
    `Füge das zu dem hinzu, was ${webServer} für ${domain} an Port 80 hat, und lade es neu:`,
  redirectShown: (domain) => `Füge die Zeile deines Webservers zu seiner Konfiguration für ${domain} hinzu:`,
  redirectThere: (domain) => `Der Webserver von ${domain} gibt weiter.`,
  redirectMissing: (domain) => `Der Webserver von ${domain} gibt noch nicht weiter.`,
  otherWay: "Ein anderer Weg",
  txtShown: "Füge das dort hinzu, wo du die Domain gekauft hast:",
  txtState: (record, state, found) =>
    state === "right"
      ? `${record}   richtig`
      : state === "wrong"
        ? `${record}   sagt ${found.join(", ")}`
        : `${record}   nicht da`,
  watchActions: { o: "ein anderer Weg", enter: "ist da, weiter" },
};
