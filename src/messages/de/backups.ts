/** `backup` and `restore`, in German. */
import type { backups as en } from "../en/backups.ts";
import { counted, longMoment, sizeText } from "./units.ts";

export const backups: typeof en = {
  made: (path, bytes) => `die Sicherung ist ${path} (${sizeText(bytes)}), noch einmal gelesen und verglichen`,
  secret: "Wer sie hat, hat alles, Schlüssel und Nachrichten: Bewahre sie auf, wo sonst niemand sie liest.",
  counts: ({ accounts, messages, rooms, files }) =>
    [
      counted(accounts, "Konto", "Konten"),
      counted(messages, "archivierte Nachricht", "archivierte Nachrichten"),
      counted(rooms, "Gruppenchat", "Gruppenchats"),
      counted(files, "hochgeladene Datei", "hochgeladene Dateien"),
    ].join(", "),
  content: ({ domains, created, host, version, bytes, beforeUpdate }) =>
    [
      `eine Sicherung von ${domains.join(", ")}`,
      `  gemacht am ${longMoment(created)} auf ${host}, von jabber-home ${version}`,
      ...(beforeUpdate === undefined ? [] : [`  vor der Aktualisierung auf Version ${beforeUpdate}`]),
      `  ausgepackt ${sizeText(bytes)}`,
    ].join("\n"),
  askPassphrase: "Die Passphrase der Sicherung",
  oneKey: () => [
    "eine Sicherung wird mit einer Passphrase verschlüsselt oder für einen Schlüssel",
    "nenne eins von beiden: --passphrase-file oder --identity",
  ],
  oneRecipient: () => [
    "eine Sicherung wird mit einer Passphrase verschlüsselt oder für einen Schlüssel",
    "nenne eins von beiden: --passphrase-file oder --recipient",
  ],
  notBoth: () => [
    "eine Sicherung vor einem Update liegt im Ordner des Servers, so wie sie ist",
    "lass --to, --passphrase-file und --recipient weg",
  ],
  noVersion: (given) => [
    `${given} ist keine Version`,
    "schreib sie, wie sie veröffentlicht ist: --before-update 1.2.3",
  ],
  noIdentity: (path) => [
    `${path} ist keine Datei von age-keygen`,
    "eine ihrer Zeilen beginnt mit AGE-SECRET-KEY-1; ist die Datei selbst verschlüsselt, öffne sie zuerst: age -d",
  ],
  noRecipient: (given) => [
    `${given} ist kein öffentlicher Schlüssel von age`,
    "schreib, was age-keygen ausgegeben hat: age1 und 58 Buchstaben",
  ],
  question: (home) => `In ${home} einspielen?`,
  questionAside: (home) => `Anstelle dessen einspielen, was in ${home} ist? Das bleibt in einem Ordner dort erhalten.`,
  notAsked: () => ["es fehlt: --no-input", "ohne Terminal kann niemand gefragt werden"],
  notDone: "es wurde nichts geändert",
  noSuchAccount: (account) => [
    `in der Sicherung gibt es kein Konto ${account}`,
    "eine frühere oder spätere hat es vielleicht",
  ],
  questionAccount: (account, isHere) =>
    isHere
      ? `Zurückholen, was ${account} davon fehlt? Was jetzt da ist, bleibt.`
      : `Das Konto ${account} wieder anlegen, so wie es in der Sicherung ist?`,
  accountBack: (account, wasHere) =>
    wasHere ? `Zu ${account} zurückgekommen ist (was da war, blieb):` : `${account} ist wieder da und hat:`,
  accountTrial: (account, wasHere) =>
    wasHere
      ? `Zu ${account} käme zurück (es wurde nichts geändert):`
      : `${account} wäre wieder da und hätte (es wurde nichts geändert):`,
  askContacts:
    "Das Passwort ist das der Sicherung. Kontakte, denen gesagt wurde, dass das Konto weg ist, sehen es wieder, sobald sie es erneut angenommen haben.",
  wouldRestore: (home, isThere) =>
    isThere
      ? `Die Sicherung ist vollständig. Sie würde in ${home} eingespielt, und was dort ist, bliebe in einem Ordner erhalten; es wurde nichts geändert.`
      : `Die Sicherung ist vollständig. Sie würde in ${home} eingespielt; es wurde nichts geändert.`,
  restored: (home) => `die Sicherung ist eingespielt: ${home}`,
  former: (path) => `Was vorher da war, liegt in ${path}; lösche es, wenn alles in Ordnung ist.`,
  notSent: (count) =>
    count === 1
      ? "1 Sendung wartete auf einen anderen Server und wird nicht verschickt, da das nach der Sicherung schon geschehen sein kann; --send-waiting verschickt sie."
      : `${count} Sendungen warteten auf andere Server und werden nicht verschickt, da das nach der Sicherung schon geschehen sein kann; --send-waiting verschickt sie.`,
  notSentForSetup: (count) =>
    count === 1
      ? "1 Sendung wartete auf einen anderen Server und wird nicht verschickt, da das nach der Sicherung schon geschehen sein kann."
      : `${count} Sendungen warteten auf andere Server und werden nicht verschickt, da das nach der Sicherung schon geschehen sein kann.`,
  signIn: "Apps melden sich mit ihren Passwörtern von selbst neu an, Browser fragen danach.",
  next: (command) => `Starten: ${command}`,
  exists: (path) => [`${path} gibt es schon`, "wähle einen anderen Namen: Keine Sicherung wird überschrieben"],
  running: (home) => [`in ${home} läuft ein Server`, "beende ihn zuerst: jabber-home service stop"],
  newerHome: (changed, created) => [
    `der Datenordner wurde am ${longMoment(changed)} geändert, und die Sicherung ist älter: ${longMoment(created)}`,
    "restore mit --replace nimmt die ältere und behält den Datenordner, wie er jetzt ist, in einem Ordner",
  ],
  somethingElse: (path) => [
    `${path} ist nicht leer und kein Datenordner eines Servers`,
    "nenne einen leeren Ordner oder einen, den es noch nicht gibt: --home ORDNER",
  ],
  problems: {
    "not-a-backup": () => [
      "das ist keine Sicherung von jabber-home",
      "nenne eine Datei, die jabber-home backup geschrieben hat",
    ],
    cut: () => [
      "die Datei endet zu früh: Sie wurde nicht bis zum Ende geschrieben oder kopiert",
      "kopiere sie noch einmal oder nimm eine andere Sicherung",
    ],
    damaged: (path) => [
      path === ""
        ? "die Datei ist beschädigt"
        : `die Datei ist beschädigt: ${path} ist nicht mehr so wie bei der Sicherung`,
      "kopiere sie noch einmal oder nimm eine andere Sicherung",
    ],
    hostile: (path) => [
      path === ""
        ? "sie enthält etwas, das keine Sicherung enthält"
        : `sie enthält etwas, das keine Sicherung enthält: ${path}`,
      "jemand hat die Datei verändert: Nimm eine andere Sicherung",
    ],
    newer: (version) => [
      `die Sicherung stammt von jabber-home ${version}, und das ist neuer als dieses Programm`,
      `installiere Version ${version} oder eine spätere und versuche es noch einmal`,
    ],
    "no-room": (path, needed, free) => [
      `in ${path} werden ${sizeText(needed)} gebraucht, und ${sizeText(free)} sind frei`,
      "schaffe dort Platz oder wähle eine andere Festplatte",
    ],
    "database-damaged": (why) => [`die Datenbank ist beschädigt (${why})`, "nimm eine andere Sicherung"],
    changed: (path) => [`${path} wurde beim Lesen verändert`, "versuche es noch einmal"],
    encrypted: (by) =>
      by === "passphrase"
        ? [
            "die Sicherung ist mit einer Passphrase verschlüsselt",
            "nenne eine Datei, in der sie steht: --passphrase-file DATEI, oder - für die Standardeingabe",
          ]
        : [
            "die Sicherung ist für einen Schlüssel von age verschlüsselt",
            "nenne die Datei von age-keygen, die seine geheime Hälfte enthält: --identity DATEI",
          ],
    passphrase: () => ["das ist nicht die Passphrase der Sicherung", "versuche es noch einmal"],
    identity: () => [
      "die Sicherung ist für einen anderen Schlüssel verschlüsselt als die in der Datei",
      "nenne die Datei, deren öffentlicher Schlüssel backup.recipient auf jenem Server ist: --identity DATEI",
    ],
    "no-folder": (path) => [
      `den Ordner ${path} gibt es nicht`,
      "ist die Festplatte oder der Stick angeschlossen? Sonst lege den Ordner an oder nenne einen anderen: backup.folder in config.toml",
    ],
    "not-writable": {
      service: (path) => [
        `der Dienst darf nicht in ${path} schreiben`,
        "erlaube es ihm und starte ihn neu: sudo jabber-home service install; sonst ist die Festplatte selbst schreibgeschützt",
      ],
      readOnly: (path) => [
        `die Festplatte von ${path} ist schreibgeschützt`,
        "hat der Stick einen Schreibschutz? Sonst hänge ihn so ein, dass man darauf schreiben kann",
      ],
      denied: (path, user) => [
        `${user} darf nicht in ${path} schreiben`,
        `erlaube es: sudo chown ${user}: ${path}; ein Stick mit FAT muss mit uid=${user} eingehängt werden`,
      ],
    },
    other: (why) => [why, "sieh nach, was protokolliert wurde: jabber-home logs"],
    runs: () => ["eine andere Sicherung läuft gerade", "warte, bis sie fertig ist"],
  },
};
