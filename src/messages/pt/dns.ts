/** DNS records, in the wizard and in `jabber-home dns`, in Portuguese. */
import type { dns as en } from "../en/dns.ts";

export const dns: typeof en = {
  looking: (domain) => `a perguntar aos servidores de nomes de ${domain}`,
  slow: "Os servidores de nomes demoram a responder; Ctrl-C para tudo sem perder nada.",
  heading: (domain) => `1 de 5   DNS para ${domain}`,
  right: "certo",
  rightAt: (port) => `certo (porta ${port})`,
  shared: "Para as redes onde só passa HTTPS; tentado em último lugar.",
  isNew: "(novo)",
  add: (data) => `acrescentar  ${data}`,
  recommended: (data) => `aconselhado  ${data}`,
  change: (from, to) => `mudar  ${from} → ${to}`,
  remove: (data) => `eliminar  ${data}`,
  unanswered: {
    timeout: "não se sabe: os servidores de nomes não respondem",
    refused: "não se sabe: os servidores de nomes recusam (REFUSED)",
    "server-failure": "não se sabe: os servidores de nomes estão avariados (SERVFAIL)",
    unreachable: "não se sabe: não se chega a nenhum servidor de nomes",
    failed: "não se sabe: não foi possível perguntar ao DNS",
  },
  unansweredHelp: {
    timeout:
      "Servidores de nomes que não respondem estão sobrecarregados ou desapareceram: veja mais tarde, ou pergunte a quem cuida deles.",
    refused: "Não servem este domínio: verifique, onde o comprou, se lá estão inscritos os servidores de nomes certos.",
    "server-failure": "Quase sempre, uma assinatura DNSSEC partida ou um erro na zona: pergunte a quem cuida deles.",
    unreachable: "Verifique o DNS desta máquina (/etc/resolv.conf), ou indique um resolvedor: dns.resolvers.",
    failed: "Verifique o DNS desta máquina (/etc/resolv.conf).",
  },
  noNetwork: "Esta máquina não está ligada a nenhuma rede: verifique o cabo ou o Wi-Fi, e veja de novo.",
  why: {
    elsewhere: (_value, ours) => `Não é esta máquina${ours === "" ? "" : `, que é ${ours}`}.`,
    alias: (value) => `${value} é um alias (CNAME): um registo SRV não pode levar a um alias (RFC 2782).`,
    "alias-instead": (value) =>
      `É um alias (CNAME) de ${value}, e um registo SRV não pode levar a um alias (RFC 2782): é preciso lá o próprio endereço.`,
    "no-address": (value) => `${value} não tem endereço.`,
    unanswered: (value) => `Não se sabe se ${value} leva até aqui: os servidores de nomes dele não respondem.`,
    port: (value) => `Este servidor escuta noutra porta que não ${value}.`,
    refused: () => "O ponto quer dizer que este serviço não existe.",
    "domain-twice": (value) =>
      `${value} contém o domínio duas vezes: o fornecedor acrescenta-o ao que não acaba num ponto.`,
    "not-whole": (value) => `${value} não é um nome inteiro: falta-lhe o domínio.`,
  },
  misplaced: (found, only) =>
    `${found} existe: o próprio fornecedor acrescenta o domínio. Escreva só ${only}, e elimine o outro.`,
  stray: {
    elsewhere: () => "Leva a outra máquina.",
    off: () => "Anuncia o que está desativado aqui.",
    "left-over": () => "Parece ter ficado de outro servidor.",
  },
  unneeded: (domain) => `${domain} não precisa de registos: só vale aqui`,
  wrong: "erro",
  complete: "Está lá tudo. Não há nada a acrescentar.",
  enough: "O necessário está lá. Aconselha-se ainda isto:",
  addThese: "A acrescentar onde comprou o domínio (uma linha cada, para colar):",
  changeThese: "A pôr no lugar do que lá está:",
  removeThese: "A eliminar:",
  connections: "Ligações daqui até onde eles levam:",
  connection: {
    open: "responde",
    refused: "recusa: o servidor não está a funcionar, ou o router não encaminha esta porta",
    silent: "daqui não responde; muitos routers não deixam entrar ninguém a partir de dentro",
    "no-route": "daqui não se chega lá: esta máquina não tem endereços desses",
  },
  web: {
    at: (origin) => `páginas e ficheiros: ${origin}`,
    elsewhere: ", que leva a outra máquina.",
    nowhere: ", que não tem endereço.",
    unknown: "; não se sabe se leva até aqui: os servidores de nomes não respondem.",
    hostMeta: (domain) =>
      `https://${domain} é outro servidor web. Para que as aplicações web encontrem o seu, ponha lá dois ficheiros em /.well-known/: host-meta, mostrado por jabber-home dns --host-meta xml, e host-meta.json (--host-meta json).`,
    nameIt: " jabber-home setup dá-lhes o nome desta máquina (web.address).",
  },
  isAt: (zone, provider) => `${zone} está em ${provider}:`,
  meaning: [
    "_xmpp-client e _xmpps-client permitem às suas aplicações encontrar esta máquina.",
    "_xmpp-server e _xmpps-server permitem aos outros servidores entregar-lhe as mensagens dos seus contactos.",
    "rooms é onde ficam as salas do seu servidor.",
  ],
  formHeading: (zone) => `Campo a campo, para ${zone} (@ é o próprio domínio):`,
  providerForm: (zone, provider) => `Os campos a preencher em ${provider}, para ${zone}:`,
  or: (spelling) => `ou ${spelling}`,
  inParts: (parts) => `ou, por partes: ${parts}`,
  saved: (path) => `Guardado em ${path}`,
  watching: "Verificado a cada 5 segundos: o que está certo fica assinalado sozinho.",
  actions: { f: "campo a campo", z: "em ficheiro de zona", t: "escrevê-los por mim", enter: "continuar" },
  formActions: { f: "em lista", z: "em ficheiro de zona", t: "escrevê-los por mim", enter: "continuar" },
};
