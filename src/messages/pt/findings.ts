/** What is wrong with a server, and what helps, in Portuguese. */
import type { findings as en } from "../en/findings.ts";
import { counted } from "./units.ts";

export const findings: typeof en = {
  "disk-full": (free, reserve) => [
    `O disco está quase cheio: estão livres ${free}, e têm de ficar livres ${reserve}. Até lá, nada de novo é aceite.`,
    "Liberte espaço no disco; jabber-home files mostra quem enviou quanto, e elimina o que é antigo.",
  ],
  "backup-failed": (why, last, isAttempted) =>
    `${isAttempted ? "Não foi possível fazer a última cópia de segurança" : "Não é possível fazer cópias de segurança"}: ${why}. ${last === undefined ? "Ainda não há nenhuma." : `A mais recente é de ${last}.`}`,
  "backup-same-disk": (folder) => [
    `As cópias de segurança estão no mesmo disco que tudo o resto (${folder}): se esse disco avariar, perdem-se com ele.`,
    "Ligue outro disco ou uma pen USB, e indique lá uma pasta: backup.folder em config.toml. Ou copie uma de vez em quando para outra máquina.",
  ],
  "update-undone": (failed, day, why) => [
    `A versão ${failed} não funcionou aqui em ${day}, e a anterior está de novo a funcionar: ${why}.`,
    "Envie esta mensagem ao projeto, e instale a versão seguinte: jabber-home update.",
  ],
  "disk-low": (free, reserve) => [
    `O disco está a encher: estão livres ${free}. Quando só restarem ${reserve}, nada de novo será aceite.`,
    "Liberte espaço no disco; jabber-home files mostra quem enviou quanto, e elimina o que é antigo.",
  ],
  "clock-wrong": (says) => [
    `O relógio desta máquina marca ${says}, o que não pode ser: nada do que é demasiado antigo é eliminado até que seja acertado.`,
    "Acerte-o: timedatectl set-ntp true",
  ],
  "clock-leapt": (said, says, until) => [
    `O relógio desta máquina marca ${says}; da vez anterior, marcava ${said}. Até que seja acertado, ou até ${until} se continuar assim, nada do que é demasiado antigo é eliminado.`,
    "Se o servidor esteve parado entretanto, não há nada a fazer; se não, acerte o relógio: timedatectl set-ntp true",
  ],
  "shadow-unreadable": () => [
    "O servidor não tem o direito de ler /etc/shadow, onde estão as palavras-passe das contas desta máquina: PAM dá-as todas como erradas, e ninguém consegue iniciar sessão.",
    "Como serviço: sudo jabber-home service install, que o junta ao grupo shadow. Se não for um serviço: sudo usermod -aG shadow UTILIZADOR, para o utilizador que o executa; depois, reinicie-o. Se as palavras-passe forem as de um diretório, não há nada a fazer.",
  ],
  "groups-unknown": (groups) => [
    `Esta máquina não tem estes grupos, indicados por auth.allow_groups ou auth.deny_groups em config.toml: ${groups}.`,
    "Verifique como se escrevem; getent group mostra os que existem.",
  ],
  "certificate-expired": (until) => [
    `O certificado expirou em ${until}: as aplicações avisam, ou não se ligam, e os outros servidores recusam-no.`,
    "Renove-o: jabber-home certificate renew",
  ],
  "certificate-expires": (until, left) => [
    `O certificado expira em ${until}, dentro de ${left}.`,
    "Veja porque não foi renovado: jabber-home certificate",
  ],
  "certificate-by-hand": (until) => [
    `O certificado tem de ser renovado à mão antes de ${until}.`,
    "jabber-home certificate renew",
  ],
  notRenewed: (why) => `Não foi possível renovar o certificado. ${why}`,
  certificate: (what) => `As aplicações e os outros servidores têm reparos a fazer ao certificado. ${what}`,
  "web-refused": {
    https: (why) => [`${why}, e por isso não há páginas nem ficheiros.`, "jabber-home setup escolhe outra porta."],
    http: (why) => [`${why}, e por isso os navegadores não passam de http:// para https://.`],
    http_proxied: (why) => [`${why}, e por isso o servidor web que está à frente deste não obtém resposta.`],
  },
  "calls-refused": (why) => [
    `${why}, e por isso podem não se estabelecer chamadas entre aplicações que não chegam diretamente uma à outra.`,
    "Pare o que ocupa a porta, ou escolha outra ou off em config.toml, e reinicie o servidor: docs/calls.md.",
  ],
  "calls-without-address": () => [
    "Este servidor não conhece o próprio endereço público: as chamadas entre aplicações que não chegam diretamente uma à outra não se estabelecem.",
    "Escreva o endereço do router em turn.public_address (config.toml), ou faça o registo A do domínio levar até ele. Para chamadas só dentro de casa: turn.private_peers.",
  ],
  "port-not-reached": (port, who, age) => [
    `${who} não conseguiu entrar pela porta ${port}, há ${age}.`,
    "Veja o que foi visto, e o que ajuda: jabber-home dns. Para verificar mais uma vez: jabber-home dns --outside",
  ],
  "server-unreached": (domain, age, why, waiting) => [
    `Não se chega a ${domain} há ${age}: ${why}. ${waiting > 0 ? `${counted(waiting, "mensagem ou estado espera", "mensagens e estados esperam")} por ele.` : ""}`.trim(),
    `Veja que passo falha, e o que ajuda: jabber-home federation ${domain}`,
  ],
  "servers-unreached": (count) => [
    `Não se chega a mais ${counted(count, "servidor", "servidores")}.`,
    "jabber-home federation",
  ],
};
