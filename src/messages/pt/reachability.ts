/** Whether the world reaches the server, in Portuguese. */
import type { reachability as en } from "../en/reachability.ts";

export const reachability: typeof en = {
  uses: {
    http: "certificado",
    https: "páginas, ficheiros",
    client: "aplicações",
    client_tls: "aplicações",
    server: "outros servidores",
    server_tls: "outros servidores",
    proxy: "ficheiros entre aplicações",
    turn: "chamadas",
    turns: "chamadas",
  },
  columns: { port: "Porta", use: "Para", reached: "Acessível", by: "Por quem, quando" },
  reached: { yes: "sim", no: "não", unknown: "não se sabe" },
  nobody: "ninguém verificou",
  byPhone: (address) => `telefone (${address})`,
  byApp: (address) => `aplicação (${address})`,
  justNow: "agora",
  ago: (duration) => `há ${duration}`,
  heading: "Visto de fora:",
  byAndWhen: (who, when) => `${who}, ${when}`,
  authorityReached: (who, port, address) => `${who} chegou à porta ${port} no endereço ${address}.`,
  onlyIpv6: (who) => `${who} usa IPv6 quando há um endereço desses: assim não se fica a saber se IPv4 chega até aqui.`,
  unanswered: (who, addresses) =>
    `${addresses} não respondeu a ${who}; o outro endereço, sim. Quem vier por esse caminho chega aqui devagar, ou não chega.`,
  proofs: {
    external: "pelo certificado dele (EXTERNAL)",
    dialback: "por dialback",
    certificate: "pelo certificado dele",
  },
  answered: (who, address, port, proof) =>
    `${who} respondeu por uma ligação que ele próprio abriu, de ${address} para a porta ${port}, autenticada ${proof}.`,
  connected: (who, address, port, proof) =>
    `${who} abriu por iniciativa própria uma ligação para aqui, de ${address} para a porta ${port}, autenticada ${proof}.`,
  ownStream: (who) =>
    `${who} respondeu por uma ligação que este servidor tinha aberto: isso nada diz do caminho até aqui. Pergunte a outro servidor: --server DOMÍNIO.`,
  silent: (who) =>
    `Foi enviado um ping a ${who}, e não veio resposta em 30 segundos: não chega até aqui, ou não responde a ninguém.`,
  notReached: (who) => `${who} procurou este servidor, e não chegou até aqui.`,
  notSent: (who, why) => `Não foi possível perguntar a ${who}: ${why}. Pergunte a outro servidor: --server DOMÍNIO.`,
  forward: (port) =>
    `No router, redirecione a porta TCP ${port} para esta máquina, e abra-a na firewall dela; nas páginas do router chama-se redirecionamento ou encaminhamento de portas, servidor virtual ou NAT.`,
  shared:
    "Se a porta já está redirecionada, a operadora talvez reparta um endereço IPv4 por vários clientes (CGNAT): compare o endereço que a página do router mostra com o que o DNS tem para si; peça à operadora um endereço só seu, ou use IPv6.",
  phone: {
    inside: (address) =>
      `Este telefone (${address}) está no Wi-Fi deste servidor: desligue o Wi-Fi dele, para que use os dados móveis, e recarregue a página.`,
    outside: (address, family) => `Um telefone abriu a página a partir de fora (${address}, ${family}).`,
    unknown: (address, family) =>
      `Um telefone (${address}, ${family}) abriu a página. Não se sabe se está fora desta rede.`,
    trusted: "Aceitou o certificado.",
    untrusted: "O navegador dele avisou do certificado, e alguém o mandou continuar.",
    socketOpen: "Abriu um WebSocket: as conversas e as aplicações no navegador funcionam de lá.",
    socketFailed:
      "Não conseguiu abrir um WebSocket: alguma coisa entre o telefone e este servidor só deixa passar páginas, ou o navegador não aceita o certificado.",
    scan: "Aponte para isto a câmara de um telefone com o Wi-Fi desligado, ou abra nele o link:",
    until: (moment) => `O link vale até ${moment}, e só para esta vez. Ctrl-C acaba com ele.`,
    warns:
      "O certificado daqui não é dos que os navegadores conhecem (assinado por si mesmo, ou de um serviço de teste): o do telefone vai avisar. Continue mesmo assim, desta vez.",
    waiting: "À espera do telefone …",
    ended: {
      seen: "É tudo. O telefone pode fechar a página.",
      expired: "O link já não vale.",
      replaced: "Foi criado outro link; este já não vale.",
    },
  },
  asking: {
    authority: (who) => `${who} está a ver as portas 80 e 443 …`,
    server: (who) => `pede-se a ${who} que responda por uma ligação que ele próprio abra …`,
  },
  plan: "Para ver a partir de fora, pergunta-se a outros. Eles veem o endereço e o domínio deste servidor, que são públicos:",
  planAuthority: (who) => `${who}: um pedido de teste, para as portas 80 e 443; nenhum certificado é emitido`,
  planServer: (who) => `${who}: um ping de servidor para servidor, para a porta dos outros servidores`,
  planServers: (first, others) =>
    `${first}: um ping de servidor para servidor, para a porta dos outros servidores (${others}, se ele não souber)`,
  question: "Perguntar-lhes?",
  notAsked: "Pergunta-se a outros o que veem deste servidor",
  notDone: "Não se perguntou nada a ninguém.",
  nobodyToAsk: "Não há a quem perguntar: nenhuma porta está aberta para os outros.",
  offer: (look, phone) =>
    `Se o mundo chega até aqui, só se vê de fora: ${look} pergunta a outros, ${phone} a um telefone seu.`,
  page: {
    title: "Este servidor, visto daqui",
    lead: (domain, port) => `Esta página veio da porta ${port} de ${domain}.`,
    address: (family) => `O seu endereço, tal como o servidor o vê (${family}):`,
    outside: "O telefone está fora da rede do servidor: de lá, chega-se a esta porta.",
    inside:
      "Este telefone está no Wi-Fi do servidor. Desligue o Wi-Fi, para que use os dados móveis, e recarregue esta página.",
    unknown:
      "Não se sabe se este telefone está fora. Para ter a certeza, desligue o Wi-Fi dele e recarregue esta página.",
    trusted: "O certificado foi aceite.",
    untrusted: "O certificado não é dos que os navegadores conhecem: o seu avisou antes desta página.",
    trying: "A abrir um WebSocket …",
    open: "Foi aberto um WebSocket: as conversas e as aplicações no navegador funcionam daqui.",
    failed: "Não foi possível abrir um WebSocket: as conversas e as aplicações no navegador não funcionam daqui.",
    noScript: "Sem JavaScript, esta página não pode experimentar um WebSocket.",
    close: "O terminal mostra o mesmo. Pode fechar esta página.",
    gone: "Este link já não vale",
    goneLead: "Um link destes vale dez minutos. Mande fazer outro: jabber-home dns --phone",
  },
};
