/** Why a verb was not run, and what to do about it, in Portuguese. */
import type { verbErrors as en } from "../en/verb-errors.ts";
import { wordIn } from "../word-in.ts";
import { fileErrors } from "./file-errors.ts";
import { help } from "./help.ts";

export const verbErrors: typeof en = {
  ...fileErrors,
  missing: ({ operands }) => [`falta: ${operands.map((operand) => wordIn(operand, help.words)).join(", ")}`],
  superfluous: ({ word }) => [`«${word}» está a mais`, "ponha entre aspas o que contém espaços"],
  "no-flag": ({ flag, near }) => [`a opção ${flag} não existe`, near && `seria --${near}?`],
  "no-value": ({ flag }) => [`${flag} não tem valor`],
  "value-needed": ({ flag, value }) => [`falta um valor a ${flag}: ${flag} ${wordIn(value, help.words)}`],
  "no-choice": ({ flag, given, choices }) => [`${flag} não conhece «${given}»`, `escolha entre: ${choices.join(", ")}`],
  "no-language": ({ given, languages }) => [
    `a língua «${given}» não se fala aqui`,
    `escolha entre: --lang ${languages.join(", ")}`,
  ],
  "no-shell": ({ given, shells }) => [
    `não há maneira de completar para «${given}»`,
    `escolha entre: ${shells.join(", ")}`,
  ],
  "no-verb": ({ word, near }) => [
    `o comando «${word}» não existe`,
    near ? `seria jabber-home ${near}?` : "veja jabber-home --help",
  ],
  "which-verb": ({ group, members }) => [`${group}: o quê?`, `um de: ${members.join(", ")}`],
  "no-member": ({ words, near, members }) => [
    `o comando «${words}» não existe`,
    near ? `seria jabber-home ${near}?` : `um de: ${members.join(", ")}`,
  ],
  "nobody-named": () => ["quem?", "indique um JID, ou uma lista com --from FICHEIRO"],
  "not-both": ({ flags }) => [`${flags.join(" e ")} não vão juntas`],
  "needs-flag": ({ flag, needed }) => [`${flag} vai com ${needed}`],
  "no-port": ({ flag, given }) => [`«${given}» não é uma porta`, `um número de 0 a 65535, por exemplo ${flag} 8080`],
  "passwords-twice": () => ["--from já traz as palavras-passe", "retire --password-file"],
  "long-input": ({ limit }) => [`a entrada padrão tem mais de ${limit} bytes`],
  "not-confirmed": ({ lost }) => ["falta --yes", lost],
  "no-former": ({ file }) => [
    `esta versão falhou, e a anterior não está lá: ${file}`,
    "ponha-a lá, ou reponha a cópia de segurança feita antes da atualização: jabber-home restore",
  ],
  "not-restarted": () => ["o servidor parou, e não pode iniciar-se de novo", "inicie-o: jabber-home run"],
  "not-set-up": () => ["ainda nada foi configurado", "execute jabber-home setup"],
  "no-domain": () => [
    "não é servido nenhum domínio",
    "execute jabber-home setup, ou acrescente --set domains=exemplo.pt",
  ],
  "no-config": ({ file }) => [`${file} não existe`, "execute jabber-home setup"],
  "no-certificate": ({ command }) => [
    "ainda não há certificado",
    `o servidor cria ou obtém um quando inicia: ${command}`,
  ],
  "not-renewed": () => [
    "o servidor não está a funcionar",
    "quando funciona, renova-o sozinho: jabber-home run; sem ele, jabber-home setup obtém um",
  ],
  "port-held": ({ port, option, name, pid, home, isDemo }) => [
    `a porta ${port} (${option}) está ocupada ${isDemo ? "pela demonstração" : home === undefined ? `por ${name}` : `pelo servidor de ${home}`} (pid ${pid})`,
    `${isDemo ? "pare-a com Ctrl-C na janela dela" : `pare-o (kill ${pid}, ou o serviço dele)`}, ou escolha outra porta com --set ${option}=ENDEREÇO:PORTA`,
  ],
  "port-kept": ({ port, option }) => [
    `systemd mantém a porta ${port} (${option}) aberta para um serviço`,
    `systemctl list-sockets diz qual; para o próprio jabber-home: sudo jabber-home service stop, ou escolha outra porta com --set ${option}=ENDEREÇO:PORTA`,
  ],
  "address-unusable": ({ address, sentence }) => [`--address ${address}: ${sentence}`],
  "host-meta-format": ({ given }) => [
    `--host-meta ${given}: esse ficheiro não existe`,
    "escreva --host-meta xml, ou --host-meta json",
  ],
  "no-duration": ({ flag, given }) => [`${flag} ${given}: não é uma duração`, "escreva por exemplo 7d, 24h ou 30m"],
  "no-number": ({ flag, given }) => [`${flag} ${given}: não é um número`],
  "no-web-server": () => [
    "aqui nada responde aos navegadores",
    "ative-o em config.toml: https na secção [listen], por exemplo [::]:443",
  ],
};
