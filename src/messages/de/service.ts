/** The service of systemd, in the wizard and in `jabber-home service`, in German. */
import type { service as en } from "../en/service.ts";

export const service: typeof en = {
  question: "Jetzt starten, und immer, wenn dieser Rechner startet?",
  questionLocal: "Jetzt starten?",
  modes: {
    service: "Ja, als Dienst",
    foreground: "Jetzt starten, in diesem Fenster",
    later: "Nein, ich starte ihn selbst",
    already: "Nein, er läuft schon",
  },
  installing: "der Dienst wird installiert und gestartet",
  failed: "Der Dienst läuft nicht",
  blocked: "Er kann noch nicht starten",
  problems: {
    "no-systemd":
      "dieses System hat kein systemd: jabber-home service file  gibt aus, was sein eigener Dienstverwalter braucht",
    "no-manager": (given, managers) =>
      `„${given}“ ist kein Dienstverwalter, der hier bekannt ist: Wähle einen von ${managers}`,
    "not-administrator": "das darf nur der Administrator: Setze sudo davor",
    "not-compiled": "nur das kompilierte Programm kann ein Dienst sein: npm run build erzeugt es",
    "not-set-up": (home) => `${home} hat keine config.toml: Führe jabber-home setup --home ${home} aus`,
    path: (path) => `${path}: Wähle einen Pfad nur aus Buchstaben, Ziffern und . _ @ + -`,
    failed: (command, output) => `${command}: ${output}`,
  },
  installed: "der Dienst ist installiert und läuft",
  joined: (person) => `${person} darf ihn ab der nächsten Anmeldung ohne sudo fragen`,
  removed: (home) => `der Dienst ist entfernt; ${home} und sein Benutzer bleiben`,
  done: {
    start: "der Dienst läuft",
    stop: "der Dienst ist beendet",
    restart: "der Dienst ist neu gestartet",
    reload: "der Dienst hat config.toml neu gelesen; was er dazu sagt: jabber-home logs",
  },
  notInstalled: "der Dienst ist nicht installiert: jabber-home service install",
  logs: {
    notANumber: (given) => `„${given}“ ist keine Zahl von Zeilen: Schreib eine, wie --lines 1000`,
    notADuration: (given) => `„${given}“ ist keine Dauer: Schreib eine, wie --since 1h`,
    notShown: "das Journal von systemd konnte nicht gelesen werden",
    withSudo: (command) => `journald zeigt es Administratoren und der Gruppe systemd-journal: ${command}`,
    elsewhere: (pid, target) =>
      `Der Server (Prozess ${pid}) protokolliert, wo er gestartet wurde${target === undefined ? "" : `: ${target}`}.\n  2>> DATEI  hinter dem Startbefehl bewahrt das auf, um es hier zu zeigen.`,
    notRunning: (command) =>
      `Der Server läuft nicht; als Dienst hätte er ein Protokoll bei systemd.\n  ${command}\n  protokolliert ins Terminal; mit  2>> DATEI  dahinter in eine Datei.`,
  },
  state: (state, isEnabled) => `${state}, startet ${isEnabled ? "" : "nicht "}mit dem Rechner`,
};
