/** Why a verb was not run, and what to do about it, in French. */
import type { verbErrors as en } from "../en/verb-errors.ts";
import { wordIn } from "../word-in.ts";
import { fileErrors } from "./file-errors.ts";
import { help } from "./help.ts";

export const verbErrors: typeof en = {
  ...fileErrors,
  missing: ({ operands }) => [`il manque : ${operands.map((operand) => wordIn(operand, help.words)).join(", ")}`],
  superfluous: ({ word }) => [`« ${word} » est de trop`, "mettez des guillemets autour de ce qui contient des espaces"],
  "no-flag": ({ flag, near }) => [`l'option ${flag} n'existe pas`, near && `vouliez-vous dire --${near} ?`],
  "no-value": ({ flag }) => [`${flag} ne prend pas de valeur`],
  "value-needed": ({ flag, value }) => [`il manque une valeur à ${flag} : ${flag} ${wordIn(value, help.words)}`],
  "no-choice": ({ flag, given, choices }) => [
    `${flag} ne connaît pas « ${given} »`,
    `choisissez parmi : ${choices.join(", ")}`,
  ],
  "no-language": ({ given, languages }) => [
    `la langue « ${given} » n'est pas parlée ici`,
    `choisissez parmi : --lang ${languages.join(", ")}`,
  ],
  "no-shell": ({ given, shells }) => [
    `il n'y a pas de complétion pour « ${given} »`,
    `choisissez parmi : ${shells.join(", ")}`,
  ],
  "no-verb": ({ word, near }) => [
    `la commande « ${word} » n'existe pas`,
    near ? `vouliez-vous dire jabber-home ${near} ?` : "voir jabber-home --help",
  ],
  "which-verb": ({ group, members }) => [`que faire avec « ${group} » ?`, `au choix : ${members.join(", ")}`],
  "no-member": ({ words, near, members }) => [
    `la commande « ${words} » n'existe pas`,
    near ? `vouliez-vous dire jabber-home ${near} ?` : `au choix : ${members.join(", ")}`,
  ],
  "nobody-named": () => ["à qui ?", "donnez un JID, ou une liste avec --from FICHIER"],
  "not-both": ({ flags }) => [`${flags.join(" et ")} ne vont pas ensemble`],
  "needs-flag": ({ flag, needed }) => [`${flag} va avec ${needed}`],
  "no-port": ({ flag, given }) => [
    `« ${given} » n'est pas un port`,
    `un nombre de 0 à 65535, par exemple ${flag} 8080`,
  ],
  "passwords-twice": () => ["--from apporte déjà les mots de passe", "retirez --password-file"],
  "long-input": ({ limit }) => [`l'entrée standard dépasse ${limit} octets`],
  "not-confirmed": ({ lost }) => ["il manque : --yes", lost],
  "no-former": ({ file }) => [
    `cette version a échoué, et celle d'avant n'est pas là : ${file}`,
    "remettez-la, ou restaurez la sauvegarde faite avant la mise à jour : jabber-home restore",
  ],
  "not-restarted": () => ["le serveur s'est arrêté, et ne peut pas se relancer", "démarrez-le : jabber-home run"],
  "not-set-up": () => ["rien n'est encore installé", "lancez jabber-home setup"],
  "no-domain": () => ["aucun domaine n'est servi", "lancez jabber-home setup, ou ajoutez --set domains=exemple.fr"],
  "no-config": ({ file }) => [`${file} n'existe pas`, "lancez jabber-home setup"],
  "no-certificate": ({ command }) => [
    "il n'y a pas encore de certificat",
    `le serveur en crée ou en obtient un à son démarrage : ${command}`,
  ],
  "not-renewed": () => [
    "le serveur ne tourne pas",
    "quand il tourne, il le renouvelle de lui-même : jabber-home run ; sinon, jabber-home setup en obtient un",
  ],
  "port-held": ({ port, option, name, pid, home, isDemo }) => [
    `le port ${port} (${option}) est pris par ${isDemo ? "la démo" : home === undefined ? name : `le serveur de ${home}`} (pid ${pid})`,
    `${isDemo ? "arrêtez-la par Ctrl-C dans sa fenêtre" : `arrêtez-le (kill ${pid}, ou son service)`}, ou choisissez un autre port avec --set ${option}=ADRESSE:PORT`,
  ],
  "port-kept": ({ port, option }) => [
    `systemd garde le port ${port} (${option}) ouvert pour un service`,
    `systemctl list-sockets dit lequel ; pour jabber-home lui-même : sudo jabber-home service stop, ou choisissez un autre port avec --set ${option}=ADRESSE:PORT`,
  ],
  "address-unusable": ({ address, sentence }) => [`--address ${address} : ${sentence}`],
  "host-meta-format": ({ given }) => [
    `--host-meta ${given} : ce fichier n'existe pas`,
    "écrivez --host-meta xml ou --host-meta json",
  ],
  "no-duration": ({ flag, given }) => [
    `${flag} ${given} : ce n'est pas une durée`,
    "écrivez par exemple 7d, 24h ou 30m",
  ],
  "no-number": ({ flag, given }) => [`${flag} ${given} : ce n'est pas un nombre`],
  "no-web-server": () => [
    "rien ici ne répond aux navigateurs",
    "activez-le dans config.toml : https dans la section [listen], par exemple [::]:443",
  ],
};
