/** Why a verb was not run, and what to do about it, in Dutch. */
import type { verbErrors as en } from "../en/verb-errors.ts";
import { wordIn } from "../word-in.ts";
import { fileErrors } from "./file-errors.ts";
import { help } from "./help.ts";

export const verbErrors: typeof en = {
  ...fileErrors,
  missing: ({ operands }) => [`ontbreekt: ${operands.map((operand) => wordIn(operand, help.words)).join(", ")}`],
  superfluous: ({ word }) => [`“${word}” is er een te veel`, "zet woorden met spaties tussen aanhalingstekens"],
  "no-flag": ({ flag, near }) => [`de optie ${flag} bestaat niet`, near && `bedoelde je --${near}?`],
  "no-value": ({ flag }) => [`${flag} neemt geen waarde`],
  "value-needed": ({ flag, value }) => [`${flag} heeft een waarde nodig: ${flag} ${wordIn(value, help.words)}`],
  "no-choice": ({ flag, given, choices }) => [`${flag} kent “${given}” niet`, `kies uit: ${choices.join(", ")}`],
  "no-language": ({ given, languages }) => [
    `de taal “${given}” wordt hier niet gesproken`,
    `kies uit: --lang ${languages.join(", ")}`,
  ],
  "no-shell": ({ given, shells }) => [`voor “${given}” is er geen aanvulling`, `kies uit: ${shells.join(", ")}`],
  "no-verb": ({ word, near }) => [
    `de opdracht “${word}” bestaat niet`,
    near ? `bedoelde je jabber-home ${near}?` : "zie jabber-home --help",
  ],
  "which-verb": ({ group, members }) => [`wat met “${group}”?`, `een van: ${members.join(", ")}`],
  "no-member": ({ words, near, members }) => [
    `de opdracht “${words}” bestaat niet`,
    near ? `bedoelde je jabber-home ${near}?` : `een van: ${members.join(", ")}`,
  ],
  "nobody-named": () => ["wie?", "geef één JID, of een lijst met --from BESTAND"],
  "not-both": ({ flags }) => [`${flags.join(" en ")} gaan niet samen`],
  "needs-flag": ({ flag, needed }) => [`${flag} hoort bij ${needed}`],
  "no-port": ({ flag, given }) => [`“${given}” is geen poort`, `een getal van 0 tot 65535, zoals ${flag} 8080`],
  "passwords-twice": () => ["--from brengt de wachtwoorden al mee", "laat --password-file weg"],
  "long-input": ({ limit }) => [`de standaardinvoer is langer dan ${limit} bytes`],
  "not-confirmed": ({ lost }) => ["--yes ontbreekt", lost],
  "no-former": ({ file }) => [
    `deze versie is mislukt, en de vorige is er niet: ${file}`,
    "zet die daar, of zet de back-up van voor de update terug: jabber-home restore",
  ],
  "not-restarted": () => ["de server is gestopt, en kan zichzelf niet weer starten", "start hem: jabber-home run"],
  "not-set-up": () => ["er is nog niets ingesteld", "start jabber-home setup"],
  "no-domain": () => [
    "deze server heeft geen domein",
    "start jabber-home setup, of voeg --set domains=voorbeeld.nl toe",
  ],
  "no-config": ({ file }) => [`${file} bestaat niet`, "start jabber-home setup"],
  "no-certificate": ({ command }) => [
    "er is nog geen certificaat",
    `de server maakt of haalt het als hij start: ${command}`,
  ],
  "not-renewed": () => [
    "de server draait niet",
    "als hij draait, vernieuwt hij vanzelf: jabber-home run; anders haalt jabber-home setup er een",
  ],
  "port-held": ({ port, option, name, pid, home, isDemo }) => [
    `poort ${port} (${option}) is bezet door ${isDemo ? "de demo" : home === undefined ? name : `de server van ${home}`} (pid ${pid})`,
    `${isDemo ? "stop die met Ctrl-C in dat venster" : `stop dat (kill ${pid}, of zijn service)`}, of kies een andere poort met --set ${option}=ADRES:POORT`,
  ],
  "port-kept": ({ port, option }) => [
    `systemd houdt poort ${port} (${option}) open voor een service`,
    `systemctl list-sockets zegt voor welke; voor jabber-home zelf: sudo jabber-home service stop, of kies een andere poort met --set ${option}=ADRES:POORT`,
  ],
  "address-unusable": ({ address, sentence }) => [`--address ${address}: ${sentence}`],
  "host-meta-format": ({ given }) => [
    `--host-meta ${given}: dat bestand bestaat niet`,
    "schrijf --host-meta xml, of --host-meta json",
  ],
  "no-duration": ({ flag, given }) => [`${flag} ${given}: dit is geen duur`, "schrijf het als 7d, 24h of 30m"],
  "no-number": ({ flag, given }) => [`${flag} ${given}: dit is geen getal`],
  "no-web-server": () => [
    "niets hier antwoordt browsers",
    "zet het aan in config.toml: https in de sectie [listen], zoals [::]:443",
  ],
};
