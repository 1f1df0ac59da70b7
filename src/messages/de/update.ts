/** `update`, in German. */
import type { update as en } from "../en/update.ts";
import { longDate, longMoment, sizeText } from "./units.ts";

export const update: typeof en = {
  works: (version) =>
    `Version ${version} kommt mit diesem Datenordner zurecht: Auf einer Kopie der Datenbank hat sich jemand angemeldet, und eine Nachricht ist angekommen`,
  newest: (version) => `das ist Version ${version}, und es gibt keine neuere`,
  available: (version, current, released) =>
    `Version ${version} vom ${longDate(released)} ist da; diese ist ${current}`,
  announced: (version, current, domain) => `das DNS (${domain}) meldet Version ${version}; diese ist ${current}`,
  how: (command) => `Installieren: ${command}`,
  question: (version) => `Version ${version} installieren? Der Server startet neu, und Apps kommen von selbst zurück.`,
  notAsked: "ohne Terminal kann niemand gefragt werden",
  notDone: "es wurde nichts geändert",
  downloading: (file, bytes) => `lädt ${file} herunter (${sizeText(bytes)})`,
  trying: (version) => `probiert Version ${version} auf einer Kopie der Datenbank aus`,
  backing: "macht eine Sicherung",
  restarting: "startet den Server neu",
  backedUp: (file) => `Die Sicherung von vorher ist ${file}.`,
  done: (version) => `Version ${version} läuft: Es hat sich jemand angemeldet, und eine Nachricht ist angekommen`,
  atNextStart: (version, command) =>
    `Version ${version} ist installiert; sie bewährt sich, wenn der Server gestartet wird: ${command}`,
  undone: (to, from, why) => [
    `Version ${to} hat hier nicht funktioniert, darum läuft wieder Version ${from}, mit allem: ${why}`,
    "sag dem Projekt, was sie sagt, und warte auf die nächste Version",
  ],
  refused: (version, output) => [
    `Version ${version} kommt mit diesem Datenordner nicht zurecht, und es wurde nichts geändert:\n${output}`,
    "sieh nach, was sie sagt; der Server läuft weiter, wie er ist",
  ],
  silent: (minutes) => [
    `der Server hat innerhalb von ${minutes} Minuten nicht gesagt, ob die neue Version funktioniert`,
    "sieh nach, was er protokolliert hat: jabber-home logs",
  ],
  hangs: (minutes) => `sie ist nach ${minutes} Minuten nicht fertig geworden`,
  back: (version) => `Version ${version} läuft wieder`,
  backAtNextStart: (version, command) => `Version ${version} ist wieder an ihrem Platz; starte sie: ${command}`,
  keptNow: (file) => `Alles, wie es hier zu Beginn dieser Sicherung war, ist in ${file}.`,
  questionBack: (version) =>
    `Zu Version ${version} zurückkehren? Es geht nichts verloren. Der Server startet neu, und Apps kommen von selbst zurück.`,
  questionLosing: (version, made) =>
    `Zu Version ${version} zurückkehren, und zur Sicherung vom ${longMoment(made)}? Was seither gekommen ist (Nachrichten, Konten, Kontakte, Änderungen), fehlt dann.`,
  losing: (made) => `was seit der Sicherung vom ${longMoment(made)} gekommen ist, geht hier verloren`,
  unreadable: (version, output) =>
    `Version ${version} kann mit der Datenbank, wie sie jetzt ist, nicht arbeiten:\n${output}`,
  noFormer: (file) => [
    `es gibt hier keine Version von vorher: ${file}`,
    "stell eine ältere von Hand an ihren Platz: docs/updating.md",
  ],
  noBackupOfBefore: (version, output) => [
    `Version ${version} kann mit der Datenbank, wie sie jetzt ist, nicht arbeiten, und es gibt keine Sicherung von vor dem Update:\n${output}`,
    "spiel eine ältere Sicherung von Hand zurück: docs/updating.md",
  ],
  backByPackage: (file) => [
    `${file} gehört zu einem Paket dieses Systems`,
    "installiere das Paket von vorher und spiel seine Sicherung zurück: docs/updating.md",
  ],
  running: "eine andere Aktualisierung läuft gerade",
  notCompiled: () => [
    "das ist kein fertiges Programm: Es läuft aus dem Quelltext",
    "aktualisiere den Quelltext selbst: git pull",
  ],
  otherExecutable: (file) => [
    `der Server läuft mit ${file}, und das hier ist ein anderes Programm`,
    `ruf jenes auf: ${file} update`,
  ],
  byPackage: {
    dpkg: (file) => [
      `${file} gehört zu einem Paket dieses Systems`,
      "aktualisiere das System: sudo apt update && sudo apt upgrade",
    ],
    rpm: (file) => [
      `${file} gehört zu einem Paket dieses Systems`,
      "aktualisiere das Paket: sudo dnf upgrade jabber-home",
    ],
    apk: (file) => [`${file} gehört zu einem Paket dieses Systems`, "aktualisiere das Paket: apk upgrade jabber-home"],
    container: () => [
      "das läuft in einem Container, der als Ganzes ersetzt wird",
      "hol das neue Image und mach den Container neu: docker compose pull && docker compose up -d",
    ],
  },
  notWritable: (file, command) => [`dieser Benutzer darf ${file} nicht ersetzen`, command],
  noPlace: () => [
    "niemand hat gesagt, wo neue Versionen sind: Das Projekt hat dafür noch keine eigene Adresse",
    "nenne eine: --from https://… oder --from ORDNER; oder update.url in config.toml",
  ],
  problems: {
    "no-keys": () => [
      "dieses Programm wurde ohne Schlüssel für Veröffentlichungen gebaut, darum kann es keiner glauben",
      "nimm ein Programm aus einer Veröffentlichung, oder ersetze dieses von Hand",
    ],
    "not-signed": () => [
      "die Veröffentlichung ist nicht mit den Schlüsseln unterschrieben, die dieses Programm kennt",
      "installiere sie nicht; haben sich die Schlüssel seit dieser Version geändert, hol die neue dort, woher du diese hast",
    ],
    malformed: (why) => [
      `die Veröffentlichung ist unterschrieben, aber ihr Verzeichnis ist falsch: ${why}`,
      "sag es dem Projekt",
    ],
    format: () => [
      "die Veröffentlichung ist auf eine Art beschrieben, die diese Version noch nicht kennt",
      "installiere zuerst eine Version zwischen den beiden",
    ],
    expired: (expires) => [
      `was dort liegt, galt bis zum ${longMoment(expires)}: Vielleicht werden neuere Versionen zurückgehalten`,
      "sieh nach, ob die Uhr dieses Rechners richtig geht; sonst versuche es später noch einmal, oder sieh auf der Seite des Projekts nach",
    ],
    future: (released, now) => [
      `die Veröffentlichung ist vom ${longMoment(released)}, und hier ist der ${longMoment(now)}`,
      "stelle die Uhr dieses Rechners",
    ],
    downgrade: (version, current) => [
      `was dort liegt, ist Version ${version}, und die ist älter als diese, ${current}`,
      "eine ältere Version wird nie von selbst installiert",
    ],
    "no-target": (target, version) => [
      `Version ${version} gibt es nicht für ${target}`,
      "warte, bis es sie gibt, oder baue sie: npm run build",
    ],
    "no-place": (given) => [
      `unter ${given} gibt es keine Veröffentlichung`,
      "nenne einen Ordner, oder eine Adresse, die mit https:// beginnt",
    ],
    unreachable: (where, why) => [`${where}: ${why}`, "ist dieser Rechner im Internet? Versuche es später noch einmal"],
    answer: (where, status) => [
      `${where} antwortet mit Status ${status}`,
      "prüfe, ob die Adresse stimmt, oder versuche es später noch einmal",
    ],
    cut: (file, bytes, of) => [
      `die Verbindung ist abgerissen: ${sizeText(bytes)} von ${sizeText(of)} von ${file} sind da`,
      "ruf es noch einmal auf: Es geht von dort weiter",
    ],
    "no-room": (path, needed, free) => [
      `in ${path} werden ${sizeText(needed)} gebraucht, und ${sizeText(free)} sind frei`,
      "schaffe dort Platz, und ruf es noch einmal auf",
    ],
    "wrong-bytes": (file) => [
      `${file} ist nicht das, was unterschrieben wurde, und wurde nicht genommen`,
      "versuche es noch einmal; ist es dasselbe, verändert der Server oder das Netz Dateien: Sag es dem Projekt",
    ],
  },
};
