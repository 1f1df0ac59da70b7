/** What `move-in` and the section of the account's page say, in Portuguese. */
import type { moveIn as en } from "../en/move-in.ts";
import { counted } from "./units.ts";

export const moveIn: typeof en = {
  oldPassword: (account) => `Palavra-passe de ${account} no servidor antigo (não é guardada)`,
  followQuestion: "Pedir aos contactos que passem para o novo endereço?",
  signedIn: (account) => `sessão iniciada como ${account}`,
  stages: {
    contacts: "contactos",
    vcards: "perfil",
    blocked: "endereços bloqueados",
    preferences: "escolha do que se arquiva",
    private: "marcadores e dados privados",
    nodes: "o que está publicado",
    archived: "histórico",
    following: "pedido aos contactos",
  },
  stage: (name, done, total) => (total === undefined ? `${name}: ${done}` : `${name}: ${done} de ${total}`),
  head: (from, to) => `O que veio de ${from} para ${to}:`,
  headTrial: (from, to) => `O que viria de ${from} para ${to}; nada foi mudado, nem lá nem aqui:`,
  noMessageCount: "mensagens do histórico: o servidor antigo não diz quantas antes de serem copiadas",
  nothing: "nada",
  alreadyHere: (count) => `, ${count} já cá estavam`,
  leftHead: "O que não pode vir, e porquê:",
  moreLeft: (count) => `e mais ${count} (--json mostra tudo)`,
  stays: [
    "Algumas coisas ficam na conta antiga, porque nenhuma aplicação as recebe: as pessoas que pediram para ser contactos e esperam resposta; os ficheiros enviados (os links deles continuam a levar ao servidor antigo); a participação em salas (peça aos proprietários das salas fechadas que deixem entrar o novo endereço).",
    "As conversas cifradas começam de novo: cada aplicação cria as suas próprias chaves para o novo endereço.",
  ],
  asked: (count) =>
    `Pede-se a ${counted(count, "contacto que passe", "contactos que passem")} para o novo endereço. Se o servidor deles conhecer XEP-0283, é tudo; se não, é a aplicação que lho pergunta, como com um novo contacto. Mantenha a conta antiga até que respondam: é ela que confirma o novo endereço.`,
  askedTrial: (count) =>
    `pedir-se-ia a ${counted(count, "contacto que passasse", "contactos que passassem")} para o novo endereço`,
  notAsked: "Não se pediu aos contactos que passassem para o novo endereço: têm de ser acrescentados de novo, um a um.",
  notStated: (from) =>
    `Não foi possível fazer ${from} anunciar o novo endereço: cada contacto terá de o aceitar à mão.`,
  choose: (to, link) => `Escolha a palavra-passe de ${to} (o link vale um dia): ${link}`,
  noPassword: (to) => `${to} não tem uma palavra-passe que alguém conheça: jabber-home user passwd ${to}`,
  signInAgain: "As aplicações que já tinham sessão iniciada veem os contactos quando a iniciarem de novo.",
  exists: (to) => `${to} já existe`,
  existsRemedy: (to) => `se tudo deve vir para esta conta, indique-a: --to ${to}; ou escolha outro nome: --to NOME`,
  ended: () => ["o servidor parou a meio", "o que foi copiado fica: inicie-o, e dê de novo o mesmo comando"],
  problems: {
    "no-server": ({ domain, why }) => [`${domain} não é um servidor para aplicações: ${why}`, "verifique o endereço"],
    unreachable: ({ domain, why }) => [`não se chega a ${domain}: ${why}`, "tente de novo mais tarde"],
    "no-tls": ({ domain, why }) => [
      `nenhuma palavra-passe é enviada às claras a ${domain}: ${why}`,
      "fale com o administrador dele",
    ],
    certificate: ({ domain, why }) => [
      `${domain} não prova que é ${domain}: ${why}`,
      "fale com o administrador dele; uma autoridade sua indica-se em federation.ca_file",
    ],
    password: ({ account }) => [
      `o servidor antigo não aceita a palavra-passe de ${account}`,
      "verifique o endereço e a palavra-passe",
    ],
    refused: ({ account, why }) => [
      `o servidor antigo não deixa ${account} iniciar sessão: ${why}`,
      "fale com o administrador dele",
    ],
    lost: ({ domain, why }) => [
      `a ligação a ${domain} quebrou-se a meio: ${why}`,
      "o que foi copiado fica; comece de novo, e continua a partir daí",
    ],
  },
  page: {
    title: "Trazer a sua conta antiga",
    lead: "Se tem uma conta noutro servidor, pode vir tudo para aqui: contactos, marcadores, perfil, o que publicou, endereços bloqueados e o histórico. A palavra-passe serve uma vez, para iniciar sessão lá como faz uma aplicação; não é guardada nem anotada.",
    address: "O seu endereço antigo",
    addressHint: "alice@outrolado.org",
    password: "A palavra-passe dele",
    follow: "Pedir aos meus contactos que passem para este endereço",
    button: "Trazê-la para aqui",
    running: (from) => `${from} está a ser copiado. Pode fechar esta página; a cópia continua.`,
    look: "Ver de novo",
    done: (from) => `${from} já cá está.`,
    failed: (from) => `${from} não veio, ou não por inteiro:`,
    started: "Começou.",
    again: "Pode começar de novo: o que já cá está não fica em duplicado.",
  },
};
