/** What setup says in a browser beside the wizard's own texts, in German. */
import type { setupBrowser as en } from "../en/setup-browser.ts";

export const setupBrowser: typeof en = {
  instead: {
    slow: "Das kann bis zu einer halben Minute dauern.",
    slowDns: "Die Nameserver lassen sich Zeit. Inzwischen geht nichts verloren.",
    trial: "Lass es leer, um es nur auf diesem Computer auszuprobieren.",
    bringLong:
      "Nachrichten aus vielen Jahren brauchen ein paar Minuten. Wird die Einrichtung beendet, läuft der alte Server wieder.",
    foreground: "Jetzt starten, in dem Fenster, in dem die Einrichtung gestartet wurde",
  },
  title: "Richte deinen Server ein",
  lead: "Ein paar Fragen, und dieser Rechner ist dein eigener Nachrichtenserver.",
  code: {
    label: "Code",
    hint: "Er steht im Terminal, in dem die Einrichtung gestartet wurde.",
    wrong: "Das ist nicht der Code. Vergleiche ihn Buchstabe für Buchstabe mit dem Terminal.",
    often: "Zu viele falsche Codes. Warte ein paar Minuten und versuche es dann noch einmal.",
    begin: "Anfangen",
  },
  first: {
    lead: "Dieser Rechner ist neu, und noch niemand hat ihn eingerichtet. Wer jetzt anfängt, entscheidet über alles Weitere.",
    begin: "Anfangen",
  },
  taken: {
    title: "Jemand richtet ihn schon ein",
    lead: "Ein anderer Browser war vor diesem hier, und nur einer auf einmal darf antworten.",
    hint: "War es deiner? Mach dort weiter. Ist er weg, starte den Rechner neu: Wer dann zuerst kommt, macht an derselben Stelle weiter.",
  },
  outside: {
    title: "Nur aus dem eigenen Netz",
    lead: "Die Einrichtung antwortet nur Browsern im selben Netz wie der Rechner. Verbinde dich mit diesem Netz und öffne die Seite dann noch einmal.",
  },
  answered: "Diese Frage wurde schon beantwortet. Das hier ist die jetzige.",
  inOrder: "Was inzwischen gefunden und getan wurde: alles in Ordnung",
  wait: "Einen Augenblick …",
  goOn: "Weiter",
  back: "Zurück",
  stop: {
    summary: "Hier aufhören",
    explained:
      "Was du geantwortet hast, bleibt. Wird die Einrichtung wieder gestartet, geht sie von dieser Frage aus weiter.",
    button: "Einrichtung beenden",
  },
  overheard:
    "Diese Seite ist noch nicht verschlüsselt: Andere in deinem Netz könnten lesen, was du hier eintippst. Wenn du nicht allen traust, beantworte diese Frage am Rechner selbst, oder über ssh.",
  upload: {
    summary: "Ich habe eine Sicherung dieses Servers",
    explained: "Sie wird an diesen Rechner geschickt, und was darin ist, wird gezeigt, bevor es eingespielt wird.",
    label: "Die Datei der Sicherung",
    button: "Schicken",
    problems: {
      none: "Es wurde keine Datei ausgewählt.",
      cut: "Die Datei ist nicht ganz angekommen. Schick sie noch einmal.",
      "no-backup":
        "Diese Datei ist keine Sicherung von jabber-home. Ihr Name endet meist auf .tar.zst oder .tar.zst.age.",
      "no-room": "Auf diesem Rechner ist nicht genug Platz dafür.",
      busy: "Es wird schon eine Datei geschickt.",
    },
    wrongPassphrase: "Das ist nicht die Passphrase der Sicherung.",
    yes: "Einspielen",
    no: "Alles lassen, wie es ist",
  },
  qr: "QR-Code dieses Links",
  marks: { right: "In Ordnung:", wrong: "Zu tun:", note: "Hinweis:", plain: "", paste: "" },
  copy: "Kopieren",
  copied: "Kopiert",
  show: "Passwort anzeigen",
  failed: "Die Einrichtung kann nicht weitergehen",
  again: "Noch einmal versuchen",
  lost: "Die Einrichtung antwortet nicht mehr. Vielleicht wurde sie beendet: Sieh dort nach, wo sie gestartet wurde, und lade diese Seite neu.",
  starting: "Der Server startet. Gleich führt eine Schaltfläche dorthin.",
  finished: "Das war alles. Du kannst diese Seite schließen.",
  handOver:
    "Öffnet sie sich nicht? Ein neuer Name braucht bis zu einer Stunde, bis er überall bekannt ist, und manche Router lassen dich von innen nicht herein: Versuche es mit einem Telefon, dessen WLAN aus ist.",
  terminal: {
    open: "Die Einrichtung wartet auf einen Browser in diesem Netz:",
    code: (code) => `Ihr Code:  ${code}`,
    scan: "Oder lies das ein:",
    first: "Der erste Browser, der anfängt, wird hereingelassen.",
    remote: (port) =>
      `Dieser Rechner hat keine Adresse in einem lokalen Netz. Von deinem Computer aus, über ssh:  ssh -L ${port}:127.0.0.1:${port} NAME-DIESES-RECHNERS`,
    plain: "Die Seiten sind nicht verschlüsselt, weil es noch kein Zertifikat gibt. Sie sind für dein eigenes Netz.",
    entered: (address) => `Ein Browser ist hereingekommen, von ${address}.`,
    lingers: (seconds) =>
      `Die letzte Seite lässt sich noch ${seconds} Sekunden lang neu laden; Strg-C beendet das sofort.`,
    idle: "Lange hat niemand geantwortet: Die Einrichtung endet. Deine Antworten bleiben.",
  },
};
