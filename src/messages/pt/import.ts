/** What the import from another server says, in Portuguese. */
import type { imports as en } from "../en/import.ts";
import { counted } from "./units.ts";

export const imports: typeof en = {
  sources: {
    prosody: "Prosody",
    ejabberd: "ejabberd",
    jabberd2: "jabberd2",
    jabberd14: "jabberd14",
    xep0227: "ficheiros no formato XEP-0227",
  },
  checking: (count) => `a ler tudo: ${count}`,
  progress: (done, total) => `${Math.floor((done / Math.max(1, total)) * 100)}% (${done} de ${total})`,
  headTrial: (source, path) => `O que viria de ${source} (${path}); nada foi mudado:`,
  head: (source, path) => `O que veio de ${source} (${path}):`,
  domain: (from, to) => (from === to ? `${from}` : `${from}, que aqui se chama ${to}`),
  nothing: "nada",
  knownToo: (count) => `${count} já aqui`,
  alreadyHere: (count) => `, ${count} já cá estavam`,
  perAccount: "Quem, e quanto de quê:",
  moreAccounts: (count) => `e mais ${counted(count, "conta", "contas")} (--json mostra-as todas)`,
  nothingLeft: "Pode vir tudo.",
  leftHead: "O que não pode vir, e porquê:",
  moreLeft: (count) => `e mais ${count} (--json mostra tudo)`,
  ofServer: "o servidor",
  entry: (of, what) => `${of}: ${what}`,
  rooms: (names) =>
    `As salas e os ficheiros continuam a responder em ${names}: mantenha os registos DNS destes nomes, e ponha-os no certificado (jabber-home dns mostra o que é preciso)`,
  roomsTrial: (names) => `As salas e os ficheiros continuariam a responder em ${names}`,
  filePort: (port) =>
    `Os links para os ficheiros talvez contenham a porta ${port}. Se for assim, faça essa porta levar também à de listen.https, no router ou pela firewall da máquina.`,
  resetHead:
    "Estas contas não têm uma palavra-passe que possa vir. Envie a cada pessoa o link com que se escolhe uma nova (vale uma semana):",
  resetTrial: (count) =>
    `${counted(count, "conta não tem", "contas não têm")} uma palavra-passe que possa vir: para cada uma será criado um link com que se escolhe uma nova`,
  resetWithoutPages: (accounts) =>
    `Estas contas não têm uma palavra-passe que possa vir, e não há páginas onde escolher uma: ${accounts}. Dê uma a cada uma: jabber-home user passwd JID`,
  oldHashes:
    "Algumas palavras-passe vieram como chaves de um tipo antigo. Enquanto essas pessoas não iniciarem sessão uma vez com uma aplicação que envie a palavra-passe ou crie novas chaves, e durante noventa dias no máximo, só esse tipo é proposto a todas as aplicações; as que exigem um mais recente dizem-no.",
  next: "Inicie o servidor: jabber-home run, ou jabber-home service start",
  isHere: "Está tudo no servidor que está a funcionar: as aplicações com sessão iniciada já o veem.",
  restart:
    "Está tudo no servidor que está a funcionar. Nos nomes acima, responderá depois do próximo início: jabber-home service restart, ou pare-o e inicie-o de novo",
  ended: () => [
    "o servidor parou a meio: o que veio até aí está guardado",
    "comece de novo a importação, com o servidor a funcionar ou não: continua onde estava",
  ],
  notAsked: () => ["falta --no-input", "diga que nada deve ser perguntado: --no-input; para ver primeiro: --dry-run"],
  kinds: {
    accounts: (count) => counted(count, "conta", "contas"),
    contacts: (count) => counted(count, "contacto", "contactos"),
    requests: (count) => counted(count, "pedido de contacto em espera", "pedidos de contacto em espera"),
    vcards: (count) => counted(count, "perfil", "perfis"),
    private: (count) => counted(count, "dado privado de uma aplicação", "dados privados de aplicações"),
    nodes: (count) => counted(count, "nó", "nós"),
    items: (count) => counted(count, "elemento publicado", "elementos publicados"),
    blocked: (count) => counted(count, "endereço bloqueado", "endereços bloqueados"),
    privacy: (count) => counted(count, "lista de privacidade", "listas de privacidade"),
    offline: (count) => counted(count, "mensagem em espera", "mensagens em espera"),
    preferences: (count) => counted(count, "escolha do que se arquiva", "escolhas do que se arquiva"),
    archived: (count) => counted(count, "mensagem do histórico", "mensagens do histórico"),
    push: (count) => counted(count, "aplicação a acordar", "aplicações a acordar"),
    files: (count) => counted(count, "ficheiro", "ficheiros"),
    rooms: (count) => counted(count, "sala", "salas"),
    "room-messages": (count) => counted(count, "mensagem de salas", "mensagens de salas"),
    circles: (count) => counted(count, "círculo", "círculos"),
    invitations: (count) => counted(count, "convite", "convites"),
    other: (count) => counted(count, "outra coisa", "outras coisas"),
  },
  reasons: {
    address: "não é um endereço, ou o domínio dele não vem",
    malformed: "o formato não é o certo",
    "too-large": "é maior ou em maior número do que uma conta pode ter aqui",
    "privacy-list": "regras que vão além de «nada deste endereço»: bloqueie numa aplicação quem quiser",
    unknown: "aqui não se conhece nada do género",
    "no-account": "não pertence a nenhuma conta que venha",
    "file-missing": "o ficheiro não está onde devia",
    unreadable: "o servidor antigo guarda-o numa forma que não diz nada",
    "cut-off": "o registo acaba a meio, como depois de uma falha",
    "of-no-use": "já acabou, ou só servia ao servidor antigo",
    "not-given": "o servidor antigo não o deu",
    "not-asked": "não se convidam tantos de uma vez a passar para cá: acrescente este numa aplicação",
    "old-address": "pertence ao endereço antigo: as aplicações criam outro no novo",
  },
  problems: {
    unreadable: ({ why }) => [
      `não é possível lê-lo (${why})`,
      "verifique o caminho, e se este utilizador o pode ler: sudo talvez ajude",
    ],
    unknown: ({ kinds }) => [
      `não é nada que se conheça aqui: ${kinds.join(", ")}`,
      "indique a pasta, a base de dados ou o ficheiro onde o servidor antigo guarda os dados (docs/moving.md)",
    ],
    "raw-database": ({ server, command }) => [
      `é a própria base de dados de ${server}, que só ${server} sabe ler`,
      `mande-o escrever um ficheiro, e importe esse ficheiro: ${command}`,
    ],
    outside: () => ["leva para fora da pasta da origem", "copie para essa pasta aquilo a que leva"],
    malformed: ({ why }) => [
      `o formato não é o certo: ${why}`,
      "nada foi guardado; corrija-o, ou peça ajuda com esta linha",
    ],
    dtd: () => ["tem um tipo de documento (<!DOCTYPE): nenhuns dados de um servidor o têm", "retire-o"],
    code: () => ["é um programa, e não dados", "indique a pasta dos dados, e não a da configuração"],
    "too-large": ({ maximum }) => [
      `alguma coisa aí é maior do que tudo o que um servidor guarda (${maximum})`,
      "nada foi guardado; veja o que está nesse lugar",
    ],
    "no-room": ({ folder }) => [
      `não há espaço que chegue em ${folder} para o descomprimir`,
      "indique uma pasta com mais espaço: TMPDIR=/var/tmp antes do comando, ou descomprima-o à mão e indique a pasta",
    ],
    "too-deep": ({ maximum }) => [
      `mais de ${maximum} níveis uns dentro dos outros`,
      "nada foi guardado; veja o que está nesse lugar",
    ],
    schema: ({ missing }) => [
      `não tem ${missing}: esta versão não é conhecida aqui`,
      "atualize o servidor antigo, ou exporte os dados dele de outra forma (docs/moving.md)",
    ],
    "no-such-domain": ({ domain, domains }) => [
      domains.length === 0 ? "nenhum domínio com contas" : `tem ${domains.join(", ")}, e não ${domain}`,
      domains.length === 1
        ? `traga ${domains[0]} para aqui com o nome ${domain}: --domain ${domain}`
        : "escolha um domínio que ambos tenham: --domain D",
    ],
  },
};
