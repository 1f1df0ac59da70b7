/** What the import from another server says, in German. */
import type { imports as en } from "../en/import.ts";
import { counted } from "./units.ts";

export const imports: typeof en = {
  sources: {
    prosody: "Prosody",
    ejabberd: "ejabberd",
    jabberd2: "jabberd2",
    jabberd14: "jabberd14",
    xep0227: "Dateien nach XEP-0227",
  },
  checking: (count) => `alles wird angesehen: ${count}`,
  progress: (done, total) => `${Math.floor((done / Math.max(1, total)) * 100)}\u00a0% (${done} von ${total})`,
  headTrial: (source, path) => `Was von ${source} mitkäme (${path}); es wurde nichts geändert:`,
  head: (source, path) => `Was von ${source} mitgekommen ist (${path}):`,
  domain: (from, to) => (from === to ? `${from}` : `${from}, hier ${to}`),
  nothing: "nichts",
  knownToo: (count) => `${count} schon hier`,
  alreadyHere: (count) => `, ${count} ${count === 1 ? "war" : "waren"} schon hier`,
  perAccount: "Wer, und wie viel wovon:",
  moreAccounts: (count) => `und ${counted(count, "weiteres Konto", "weitere Konten")} (--json nennt alle)`,
  nothingLeft: "Alles kann mitkommen.",
  leftHead: "Was nicht mitkommen kann, und warum:",
  moreLeft: (count) => `und ${count} weitere (--json nennt alle)`,
  ofServer: "der Server",
  entry: (of, what) => `${of}: ${what}`,
  rooms: (names) =>
    `Gruppenchats und Dateien sind weiterhin unter ${names} zu erreichen: Behalte die DNS-Einträge dieser Namen, und lass das Zertifikat sie nennen (jabber-home dns zeigt, was nötig ist)`,
  roomsTrial: (names) => `Gruppenchats und Dateien wären weiterhin unter ${names} zu erreichen`,
  filePort: (port) =>
    `In Links zu Dateien kann der Port ${port} stehen. Wenn ja, lass auch diesen Port zu dem von listen.https führen, im Router oder über die Firewall des Rechners.`,
  resetHead:
    "Diese haben kein Passwort, das mitkommen könnte. Schicke jedem den Link, über den ein neues gewählt wird (er gilt eine Woche):",
  resetTrial: (count) =>
    `${counted(count, "Konto hat", "Konten haben")} kein Passwort, das mitkommen könnte: Für jedes wird ein Link erstellt, über den ein neues gewählt wird`,
  resetWithoutPages: (accounts) =>
    `Diese haben kein Passwort, das mitkommen könnte, und es gibt keine Seiten, auf denen sie eines wählen könnten: ${accounts}. Gib jedem eines: jabber-home user passwd JID`,
  oldHashes:
    "Einige Passwörter kamen als Schlüssel älterer Art. Bis ihre Besitzer sich einmal mit einer App angemeldet haben, die das Passwort sendet oder neue Schlüssel macht, und höchstens neunzig Tage lang, wird allen Apps nur diese Art angeboten; Apps, die auf einer neueren bestehen, sagen es.",
  next: "Starte den Server: jabber-home run oder jabber-home service start",
  isHere: "Alles ist im laufenden Server: Angemeldete Apps sehen es jetzt.",
  restart:
    "Alles ist im laufenden Server. Unter den Namen oben antwortet er ab seinem nächsten Start: jabber-home service restart, oder beende, was läuft, und starte es wieder",
  ended: () => [
    "der Server hat mittendrin aufgehört: Was bis dahin kam, ist gespeichert",
    "fang den Import noch einmal an, ob der Server läuft oder nicht: Er macht dort weiter, wo er war",
  ],
  notAsked: () => ["es fehlt: --no-input", "sag, dass nichts zu fragen ist: --no-input; sieh zuerst nach: --dry-run"],
  kinds: {
    accounts: (count) => counted(count, "Konto", "Konten"),
    contacts: (count) => counted(count, "Kontakt", "Kontakte"),
    requests: (count) => counted(count, "offene Kontaktanfrage", "offene Kontaktanfragen"),
    vcards: (count) => counted(count, "Profil", "Profile"),
    private: (count) => counted(count, "privates Element einer App", "private Elemente von Apps"),
    nodes: (count) => counted(count, "Knoten", "Knoten"),
    items: (count) => counted(count, "veröffentlichtes Element", "veröffentlichte Elemente"),
    blocked: (count) => counted(count, "blockierte Adresse", "blockierte Adressen"),
    privacy: (count) => counted(count, "Privatsphäre-Liste", "Privatsphäre-Listen"),
    offline: (count) => counted(count, "wartende Nachricht", "wartende Nachrichten"),
    preferences: (count) => counted(count, "Wahl, was archiviert wird", "Wahlen, was archiviert wird"),
    archived: (count) => counted(count, "Nachricht des Verlaufs", "Nachrichten des Verlaufs"),
    push: (count) => counted(count, "App, die geweckt wird", "Apps, die geweckt werden"),
    files: (count) => counted(count, "Datei", "Dateien"),
    rooms: (count) => counted(count, "Gruppenchat", "Gruppenchats"),
    "room-messages": (count) => counted(count, "Nachricht in Gruppenchats", "Nachrichten in Gruppenchats"),
    circles: (count) => counted(count, "Kreis", "Kreise"),
    invitations: (count) => counted(count, "Einladung", "Einladungen"),
    other: (count) => counted(count, "andere Sache", "andere Sachen"),
  },
  reasons: {
    address: "keine Adresse, oder eine aus einer Domain, die nicht mitkommt",
    malformed: "es hat nicht sein Format",
    "too-large": "es ist größer oder mehr, als ein Konto hier haben darf",
    "privacy-list": "Regeln, die mehr sind als „nichts von dieser Adresse“: Blockiere in einer App, wen du meinst",
    unknown: "so etwas ist hier nicht bekannt",
    "no-account": "es gehört zu keinem Konto, das mitkommt",
    "file-missing": "die Datei ist nicht dort, wo sie sein sollte",
    unreadable: "der alte Server hat es in einer Form, die nichts sagt",
    "cut-off": "der Datensatz endet mittendrin, wie nach einem Absturz",
    "of-no-use": "es ist vorbei oder war nur für den alten Server",
    "not-given": "der alte Server hat es nicht herausgegeben",
    "not-asked": "so viele werden nicht auf einmal gebeten zu folgen: Füge diesen in einer App hinzu",
    "old-address": "es gehört zur alten Adresse: Apps legen es für die neue selbst neu an",
  },
  problems: {
    unreadable: ({ why }) => [
      `lässt sich nicht lesen (${why})`,
      "prüfe den Pfad, und ob dieser Benutzer es lesen darf: sudo kann helfen",
    ],
    unknown: ({ kinds }) => [
      `ist nichts, was hier bekannt ist: ${kinds.join(", ")}`,
      "nenne den Ordner, die Datenbank oder die Datei mit den Daten des alten Servers (docs/moving.md)",
    ],
    "raw-database": ({ server, command }) => [
      `ist die Datenbank von ${server} selbst, die nur ${server} liest`,
      `lass es eine Datei schreiben, und importiere die: ${command}`,
    ],
    outside: () => ["führt aus dem Ordner der Quelle hinaus", "kopiere, wozu es führt, in diesen Ordner"],
    malformed: ({ why }) => [
      `hat nicht sein Format: ${why}`,
      "es wurde nichts gespeichert; berichtige es, oder frag mit dieser Zeile nach Hilfe",
    ],
    dtd: () => ["hat einen Dokumenttyp (<!DOCTYPE): Daten eines Servers haben keinen", "entferne ihn"],
    code: () => [
      "ist ein Programm, wo Daten erwartet wurden",
      "nenne den Ordner der Daten, nicht den der Konfiguration",
    ],
    "too-large": ({ maximum }) => [
      `etwas darin ist größer als alles, was ein Server hat (${maximum})`,
      "es wurde nichts gespeichert; sieh dir diese Stelle an",
    ],
    "no-room": ({ folder }) => [
      `in ${folder} ist nicht genug Platz, um es auszupacken`,
      "nenne einen Ordner mit mehr Platz: TMPDIR=/var/tmp vor dem Befehl, oder packe es selbst aus und nenne den Ordner",
    ],
    "too-deep": ({ maximum }) => [
      `mehr als ${maximum} Ebenen ineinander`,
      "es wurde nichts gespeichert; sieh dir diese Stelle an",
    ],
    schema: ({ missing }) => [
      `hat kein ${missing}: Es ist keine Version, die hier bekannt ist`,
      "aktualisiere den alten Server, oder exportiere seine Daten in anderer Form (docs/moving.md)",
    ],
    "no-such-domain": ({ domain, domains }) => [
      domains.length === 0 ? "hat keine Domain mit Konten" : `hat ${domains.join(", ")}, und nicht ${domain}`,
      domains.length === 1
        ? `hol ${domains[0]} unter dem Namen ${domain} hierher: --domain ${domain}`
        : "wähle eine Domain, die beide haben: --domain D",
    ],
  },
};
