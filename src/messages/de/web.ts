/** What the web pages say, in German. */
import type { web as en } from "../en/web.ts";

export const web: typeof en = {
  language: "Sprache",
  skip: "Zum Inhalt",
  toStart: "Zur ersten Seite",
  toAccount: "Mein Konto",
  door: {
    title: (name) => `Nachrichten für ${name}`,
    lead: "Hier hat eine Familie, ein Freundeskreis oder ein Verein einen eigenen Nachrichtenserver.",
    addresses: (example) => `Adressen hier sehen so aus: ${example}.`,
    others: "Sie erreichen Leute auf jedem anderen Jabber-Server (XMPP), so wie E-Mail.",
    account: "Ich habe ein Konto",
    registration: {
      open: (domain) => `Kein Konto? Leg eines mit einer App an: Gib als Server ${domain} an.`,
      invitation: () => "Kein Konto? Bitte jemanden, der hier ist, um eine Einladung.",
      closed: () => "Kein Konto? Frag die Leute, die diesen Server betreiben: Sie legen die Konten an.",
    },
    contact: "Den Leuten schreiben, die diesen Server betreiben",
  },
  errors: {
    400: [
      "Das ließ sich nicht lesen",
      "Was dein Browser geschickt hat, ist unvollständig oder beschädigt. Geh zurück, lade die Seite neu und versuche es noch einmal.",
    ],
    403: [
      "Nicht von dort",
      "Dein Browser hat das von einer anderen Seite geschickt, oder von einer, die zu lange offen war. Öffne die Seite neu und wiederhole, was du tun wolltest; der Browser muss Cookies annehmen.",
    ],
    404: [
      "Hier ist nichts",
      "Die Adresse ist vertippt, oder was hier war, wurde entfernt. Bitte die Person, von der du den Link hast, um einen neuen.",
    ],
    405: [
      "So nicht",
      "Diese Adresse gibt es, aber nicht für das, was dein Browser von ihr wollte. Geh zur ersten Seite.",
    ],
    413: ["Das ist zu groß", "So viel nimmt der Server nicht auf einmal an. Schick weniger, oder in mehreren Teilen."],
    421: [
      "Ein anderer Server war gemeint",
      "Der Name in der Adresse ist keiner dieses Servers. Prüfe die Adresse und tippe sie noch einmal ein.",
    ],
    429: ["Zu viele Versuche", "Warte ein paar Minuten und versuche es dann noch einmal."],
    500: [
      "Etwas ist schiefgegangen",
      "Der Fehler liegt beim Server, nicht bei dir. Versuche es gleich noch einmal; wenn es so bleibt, sag es den Leuten, die den Server betreiben.",
    ],
    503: [
      "Im Moment nicht",
      "Der Server startet gerade neu oder hat zu viel zu tun. Versuche es in einer Minute noch einmal.",
    ],
  },
  otherError: ["Das hat nicht geklappt", "Geh zurück und versuche es noch einmal."],
  errorId: (id) => `Im Protokoll des Servers heißt das ${id}.`,
};
