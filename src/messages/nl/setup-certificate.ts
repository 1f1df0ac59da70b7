/** What the wizard says about the certificate, in Dutch. */
import type { setupCertificate as en } from "../en/setup-certificate.ts";
import { longDate } from "./units.ts";

export const setupCertificate: typeof en = {
  heading: (authority) => `4 van 5   Certificaat   ${authority}`,
  question: "Hoe wil je bewijzen dat het domein van jou is?",
  tryAgain: (method) => `Opnieuw proberen: ${method}`,
  methods: {
    "http-01": () => "Via poort 80 (gratis, vernieuwt vanzelf)",
    "tls-alpn-01": () => "Via poort 443 (gratis, vernieuwt vanzelf)",
    "dns-01": () => "Met de hand: om de twee maanden een nieuw DNS-record",
    "dns-persist-01": () => "Met één blijvend DNS-record (vernieuwt vanzelf)",
    "hand-on": () => "Via poort 80, die de webserver hier doorgeeft (vernieuwt vanzelf)",
    redirect: (domain) => `De webserver van ${domain} verwijst hierheen door`,
    subdomain: (domain) => `Een ander domein voor de adressen, zoals chat.${domain}`,
    files: () => "Ik heb al een certificaat",
    "self-signed": () => "Voorlopig met een zelfgemaakt certificaat (apps waarschuwen)",
  },
  former: (server, file, until) =>
    `Dat van ${server}, tot ${longDate(until)} (gekopieerd van ${file}; daarna vernieuwt het hier vanzelf)`,
  byDnsApi: "Met DNS-records die via een API worden geschreven (vernieuwt vanzelf)",
  leadsHere: (domain) => `${domain} leidt hierheen`,
  leadsNowhere: (domain) => `${domain} heeft (nog) geen adres: een DNS-record kan bewijzen dat het van jou is`,
  leadsUnknown: (domain) => `Of ${domain} hierheen leidt, is van hier niet te zien.`,
  leadsElsewhere: (domain, theirs, ours) => [
    `${domain} leidt naar ${theirs}, deze machine is ${ours || "ergens anders"}.`,
    "Het lijkt een website ergens anders te zijn. Toch moet het certificaat voor deze naam zijn; zo kan het, de beste manier eerst:",
  ],
  kept: (names, until) => `${names.join(", ")}   tot ${longDate(until)}, behouden`,
  trying: "proef met de testdienst",
  tried: "De proef is gelukt",
  portReached: (port) => `${port}   van buiten bereikt`,
  portNotReached: (port, why) => `${port}   van buiten niet gezien: ${why}`,
  slow: "De autoriteit bekijkt deze machine van verschillende plaatsen; dat duurt een minuut.",
  obtaining: (domain) => `certificaat voor ${domain}`,
  obtainedShown: "Het certificaat is er",
  obtained: (names, until) => `${names.join(", ")}   tot ${longDate(until)}`,
  failed: "Dat is niet gelukt",
  byHand: (until) => [
    `Weer met de hand vóór ${longDate(until)}: jabber-home certificate renew`,
    "De beheerder krijgt daar op tijd een bericht over.",
  ],
  attemptsLeft: (left) =>
    left === 1
      ? "Nog 1 poging in dit uur."
      : left > 1
        ? `Nog ${left} pogingen in dit uur.`
        : "Geen poging meer in dit uur.",
  selfSignedShown: "Een zelfgemaakt certificaat",
  selfSigned: [
    "Apps en andere servers waarschuwen ervoor, of weigeren het.",
    "Start setup opnieuw voor een echt: al het andere blijft.",
  ],
  chainFile: "Het certificaat en zijn keten (PEM-bestand)",
  keyFile: "Zijn geheime sleutel (PEM-bestand)",
  noPath: "Het pad van een bestand, zoals /etc/ssl/voorbeeld.nl.pem",
  filesShown: "Je certificaat",
  usingFiles: (names, until) => `${names.join(", ")}   tot ${longDate(until)}, gelezen zodra het verandert`,
  filesQuestion: "Het toch gebruiken?",
  filesUnusable: "Andere bestanden, of een andere manier?",
  filesUse: "Ja, zoals het is",
  filesAgain: "Nog eens kijken, of andere bestanden noemen",
  handOnShown: (webServer, domain) =>
    `Zet dit bij wat ${webServer} voor ${domain} op poort 80 heeft, en laad het opnieuw:`,
  redirectShown: (domain) => `Zet de regel van je webserver in zijn configuratie voor ${domain}:`,
  redirectThere: (domain) => `De webserver van ${domain} verwijst door.`,
  redirectMissing: (domain) => `De webserver van ${domain} verwijst nog niet door.`,
  otherWay: "Een andere manier",
  txtShown: "Voeg dit toe waar je het domein hebt gekocht:",
  txtState: (record, state, found) =>
    state === "right"
      ? `${record}   goed`
      : state === "wrong"
        ? `${record}   zegt ${found.join(", ")}`
        : `${record}   staat er niet`,
  watchActions: { o: "een andere manier", enter: "het staat er, verder" },
};
