/** Why a verb was not run, and what to do about it, in German. */
import type { verbErrors as en } from "../en/verb-errors.ts";
import { wordIn } from "../word-in.ts";
import { fileErrors } from "./file-errors.ts";
import { help } from "./help.ts";

export const verbErrors: typeof en = {
  ...fileErrors,
  missing: ({ operands }) => [`es fehlt: ${operands.map((operand) => wordIn(operand, help.words)).join(", ")}`],
  superfluous: ({ word }) => [`„${word}“ ist zu viel`, "setze Wörter mit Leerzeichen in Anführungszeichen"],
  "no-flag": ({ flag, near }) => [`die Option ${flag} gibt es nicht`, near && `meintest du --${near}?`],
  "no-value": ({ flag }) => [`${flag} nimmt keinen Wert`],
  "value-needed": ({ flag, value }) => [`${flag} braucht einen Wert: ${flag} ${wordIn(value, help.words)}`],
  "no-choice": ({ flag, given, choices }) => [
    `${flag} ${given} gibt es nicht`,
    `wähle eins davon: ${choices.join(", ")}`,
  ],
  "no-language": ({ given, languages }) => [
    `die Sprache „${given}“ gibt es hier nicht`,
    `wähle eine davon: --lang ${languages.join(", ")}`,
  ],
  "no-shell": ({ given, shells }) => [
    `für „${given}“ gibt es keine Ergänzung`,
    `wähle eine davon: ${shells.join(", ")}`,
  ],
  "no-verb": ({ word, near }) => [
    `den Befehl „${word}“ gibt es nicht`,
    near ? `meintest du jabber-home ${near}?` : "siehe jabber-home --help",
  ],
  "which-verb": ({ group, members }) => [`was mit „${group}“ tun?`, `eins davon: ${members.join(", ")}`],
  "no-member": ({ words, near, members }) => [
    `den Befehl „${words}“ gibt es nicht`,
    near ? `meintest du jabber-home ${near}?` : `eins davon: ${members.join(", ")}`,
  ],
  "nobody-named": () => ["wer?", "gib eine JID an, oder eine Liste mit --from DATEI"],
  "not-both": ({ flags }) => [`nur eins von ${flags.join(" und ")} kann gemeint sein`],
  "needs-flag": ({ flag, needed }) => [`${flag} geht nur zusammen mit ${needed}`],
  "no-port": ({ flag, given }) => [`„${given}“ ist kein Port`, `eine Zahl von 0 bis 65535, wie ${flag} 8080`],
  "passwords-twice": () => ["--from bringt die Passwörter mit", "lass --password-file weg"],
  "long-input": ({ limit }) => [`die Standardeingabe ist länger als ${limit} Bytes`],
  "not-confirmed": ({ lost }) => ["es fehlt: --yes", lost],
  "no-former": ({ file }) => [
    `diese Version ist gescheitert, und die vorige ist nicht da: ${file}`,
    "lege sie dorthin, oder spiele die Sicherung von vor der Aktualisierung ein: jabber-home restore",
  ],
  "not-restarted": () => [
    "der Server hat aufgehört und kann sich nicht selbst wieder starten",
    "starte ihn: jabber-home run",
  ],
  "not-set-up": () => ["es ist noch nichts eingerichtet", "führe jabber-home setup aus"],
  "no-domain": () => ["es gibt keine Domain", "führe jabber-home setup aus, oder gib --set domains=beispiel.de an"],
  "no-config": ({ file }) => [`${file} gibt es nicht`, "führe jabber-home setup aus"],
  "no-certificate": ({ command }) => [
    "es gibt noch kein Zertifikat",
    `der Server macht oder bezieht es, wenn er startet: ${command}`,
  ],
  "not-renewed": () => [
    "der Server läuft nicht",
    "wenn er läuft, erneuert er von selbst: jabber-home run; ohne ihn bezieht jabber-home setup eines",
  ],
  "port-held": ({ port, option, name, pid, home, isDemo }) => [
    `Port ${port} (${option}) ist belegt von ${isDemo ? "der Demo" : home === undefined ? name : `dem Server von ${home}`} (PID ${pid})`,
    `${isDemo ? "beende sie mit Strg-C in ihrem Fenster" : `beende das (kill ${pid}, oder seinen Dienst)`}, oder wähle einen anderen Port mit --set ${option}=ADRESSE:PORT`,
  ],
  "port-kept": ({ port, option }) => [
    `systemd hält Port ${port} (${option}) für einen Dienst offen`,
    `systemctl list-sockets sagt, für welchen; für jabber-home selbst: sudo jabber-home service stop, oder wähle einen anderen Port mit --set ${option}=ADRESSE:PORT`,
  ],
  "address-unusable": ({ address, sentence }) => [`--address ${address}: ${sentence}`],
  "host-meta-format": ({ given }) => [
    `--host-meta ${given}: so eine Datei gibt es nicht`,
    "schreib --host-meta xml oder --host-meta json",
  ],
  "no-duration": ({ flag, given }) => [`${flag} ${given}: das ist keine Dauer`, "schreib es so: 7d, 24h oder 30m"],
  "no-number": ({ flag, given }) => [`${flag} ${given}: das ist keine Zahl`],
  "no-web-server": () => [
    "hier bedient nichts die Browser",
    "schalte es in config.toml ein: https im Abschnitt [listen], wie [::]:443",
  ],
};
