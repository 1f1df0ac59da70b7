/** Why a verb was not run, and what to do about it, in Italian. */
import type { verbErrors as en } from "../en/verb-errors.ts";
import { wordIn } from "../word-in.ts";
import { fileErrors } from "./file-errors.ts";
import { help } from "./help.ts";

export const verbErrors: typeof en = {
  ...fileErrors,
  missing: ({ operands }) => [`manca: ${operands.map((operand) => wordIn(operand, help.words)).join(", ")}`],
  superfluous: ({ word }) => [`«${word}» è di troppo`, "metti tra virgolette ciò che contiene spazi"],
  "no-flag": ({ flag, near }) => [`l'opzione ${flag} non esiste`, near && `intendevi --${near}?`],
  "no-value": ({ flag }) => [`${flag} non prende un valore`],
  "value-needed": ({ flag, value }) => [`manca un valore a ${flag}: ${flag} ${wordIn(value, help.words)}`],
  "no-choice": ({ flag, given, choices }) => [`${flag} non conosce «${given}»`, `scegli tra: ${choices.join(", ")}`],
  "no-language": ({ given, languages }) => [
    `qui non si parla la lingua «${given}»`,
    `scegli tra: --lang ${languages.join(", ")}`,
  ],
  "no-shell": ({ given, shells }) => [`non c'è un completamento per «${given}»`, `scegli tra: ${shells.join(", ")}`],
  "no-verb": ({ word, near }) => [
    `il comando «${word}» non esiste`,
    near ? `intendevi jabber-home ${near}?` : "guarda jabber-home --help",
  ],
  "which-verb": ({ group, members }) => [`che cosa fare con «${group}»?`, `a scelta: ${members.join(", ")}`],
  "no-member": ({ words, near, members }) => [
    `il comando «${words}» non esiste`,
    near ? `intendevi jabber-home ${near}?` : `a scelta: ${members.join(", ")}`,
  ],
  "nobody-named": () => ["a chi?", "indica un JID, o un elenco con --from FILE"],
  "not-both": ({ flags }) => [`${flags.join(" e ")} non vanno insieme`],
  "needs-flag": ({ flag, needed }) => [`${flag} va con ${needed}`],
  "no-port": ({ flag, given }) => [`«${given}» non è una porta`, `un numero da 0 a 65535, per esempio ${flag} 8080`],
  "passwords-twice": () => ["--from porta già le password", "togli --password-file"],
  "long-input": ({ limit }) => [`lo standard input supera ${limit} byte`],
  "not-confirmed": ({ lost }) => ["manca: --yes", lost],
  "no-former": ({ file }) => [
    `questa versione non è riuscita, e quella di prima non c'è: ${file}`,
    "rimettila, o ripristina il backup fatto prima dell'aggiornamento: jabber-home restore",
  ],
  "not-restarted": () => ["il server si è fermato, e non può riavviarsi", "avvialo: jabber-home run"],
  "not-set-up": () => ["non è ancora installato nulla", "esegui jabber-home setup"],
  "no-domain": () => ["non è servito nessun dominio", "esegui jabber-home setup, o aggiungi --set domains=esempio.it"],
  "no-config": ({ file }) => [`${file} non esiste`, "esegui jabber-home setup"],
  "no-certificate": ({ command }) => [
    "non c'è ancora un certificato",
    `il server ne crea o ne ottiene uno quando si avvia: ${command}`,
  ],
  "not-renewed": () => [
    "il server non è in funzione",
    "quando è in funzione, lo rinnova da sé: jabber-home run; altrimenti ne ottiene uno jabber-home setup",
  ],
  "port-held": ({ port, option, name, pid, home, isDemo }) => [
    `la porta ${port} (${option}) è occupata: ${isDemo ? "la demo" : home === undefined ? name : `il server di ${home}`} (pid ${pid})`,
    `${isDemo ? "fermala con Ctrl-C nella sua finestra" : `fermalo (kill ${pid}, o il suo servizio)`}, o scegli un'altra porta con --set ${option}=INDIRIZZO:PORTA`,
  ],
  "port-kept": ({ port, option }) => [
    `systemd tiene aperta la porta ${port} (${option}) per un servizio`,
    `systemctl list-sockets dice quale; per jabber-home stesso: sudo jabber-home service stop, o scegli un'altra porta con --set ${option}=INDIRIZZO:PORTA`,
  ],
  "address-unusable": ({ address, sentence }) => [`--address ${address} non si può usare: ${sentence}`],
  "host-meta-format": ({ given }) => [
    `--host-meta ${given}: questo file non esiste`,
    "scrivi --host-meta xml o --host-meta json",
  ],
  "no-duration": ({ flag, given }) => [`${flag} ${given}: non è una durata`, "scrivi per esempio 7d, 24h o 30m"],
  "no-number": ({ flag, given }) => [`${flag} ${given}: non è un numero`],
  "no-web-server": () => [
    "qui nulla risponde ai browser",
    "attivalo in config.toml: https nella sezione [listen], per esempio [::]:443",
  ],
};
