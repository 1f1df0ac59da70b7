/** Whether the world reaches the server, in Italian. */
import type { reachability as en } from "../en/reachability.ts";
import { toDay } from "./units.ts";

export const reachability: typeof en = {
  uses: {
    http: "certificato",
    https: "pagine, file",
    client: "app",
    client_tls: "app",
    server: "altri server",
    server_tls: "altri server",
    proxy: "file tra app",
    turn: "chiamate",
    turns: "chiamate",
  },
  columns: { port: "Porta", use: "Per", reached: "Raggiunta", by: "Da chi, quando" },
  reached: { yes: "sì", no: "no", unknown: "ignoto" },
  nobody: "nessuno ha guardato",
  byPhone: (address) => `telefono (${address})`,
  byApp: (address) => `app (${address})`,
  justNow: "proprio adesso",
  ago: (duration) => `${duration} fa`,
  heading: "Visto da fuori:",
  byAndWhen: (who, when) => `${who}, ${when}`,
  authorityReached: (who, port, address) => `${who} ha raggiunto la porta ${port} all'indirizzo ${address}.`,
  onlyIpv6: (who) => `${who} usa IPv6 quando c'è un indirizzo di quel tipo: così non si sa se IPv4 arriva fin qui.`,
  unanswered: (who, addresses) =>
    `${addresses} non ha risposto a ${who}, l'altro indirizzo sì. Per quella strada si arriva qui lentamente, o per niente.`,
  proofs: {
    external: "con il suo certificato (EXTERNAL)",
    dialback: "con dialback",
    certificate: "con il suo certificato",
  },
  answered: (who, address, port, proof) =>
    `${who} ha risposto con una sua connessione, da ${address} verso la porta ${port}, autenticata ${proof}.`,
  connected: (who, address, port, proof) =>
    `${who} ha aperto da sé una connessione, da ${address} verso la porta ${port}, autenticata ${proof}.`,
  ownStream: (who) =>
    `${who} ha risposto con una connessione che aveva aperto questo server: ciò non dice nulla della strada fin qui. Chiedi a un altro server: --server DOMINIO.`,
  silent: (who) =>
    `${who} ha ricevuto un ping, e in 30 secondi non è venuta risposta: non arriva fin qui, o non risponde a nessuno.`,
  notReached: (who) => `${who} ha cercato questo server, e non è arrivato fin qui.`,
  notSent: (who, why) =>
    `Non è stato possibile chiedere nulla a ${who}: ${why}. Chiedi a un altro server: --server DOMINIO.`,
  forward: (port) =>
    `Inoltra la porta TCP ${port} del tuo router a questa macchina, e aprila nel suo firewall; le pagine del router lo chiamano inoltro delle porte, port forwarding, server virtuale o NAT.`,
  shared:
    "Se la porta è già inoltrata, forse il tuo operatore divide un indirizzo IPv4 tra più clienti (CGNAT): confronta l'indirizzo che mostra la pagina del router con quello che il DNS dà per te; chiedi all'operatore un indirizzo tutto tuo, o passa per IPv6.",
  phone: {
    inside: (address) =>
      `Questo telefono (${address}) è sul Wi-Fi di questo server: spegni il suo Wi-Fi perché usi i dati mobili, e ricarica la pagina.`,
    outside: (address, family) => `Un telefono ha aperto la pagina da fuori (${address}, ${family}).`,
    unknown: (address, family) =>
      `Un telefono (${address}, ${family}) ha aperto la pagina. Non si sa se è fuori da questa rete.`,
    trusted: "Ha accettato il certificato.",
    untrusted: "Il suo browser ha avvisato a proposito del certificato, e gli è stato detto di continuare.",
    socketOpen: "Ha aperto un WebSocket: la chat e le app nel browser funzionano da lì.",
    socketFailed:
      "Non ha potuto aprire un WebSocket: qualcosa tra il telefono e questo server lascia passare solo le pagine, o il browser rifiuta il certificato.",
    scan: "Inquadra questo con un telefono che ha il Wi-Fi spento, o aprici il link:",
    until: (moment) => `Il link vale fino ${toDay(moment)}, e solo per questa volta. Ctrl-C vi mette fine.`,
    warns:
      "Il certificato di qui non è tra quelli che i browser conoscono (firmato da sé, o di un servizio di prova): quello del telefono avviserà. Continua comunque, per questa volta.",
    waiting: "In attesa del telefono …",
    ended: {
      seen: "È tutto. Il telefono può chiudere la pagina.",
      expired: "Il link non è più valido.",
      replaced: "È stato creato un altro link; questo non è più valido.",
    },
  },
  asking: {
    authority: (who) => `${who} guarda le porte 80 e 443 …`,
    server: (who) => `si chiede a ${who} di rispondere con una sua connessione …`,
  },
  plan: "Per guardare da fuori, si chiede ad altri. Vedono l'indirizzo e il dominio di questo server, che sono pubblici:",
  planAuthority: (who) => `${who}: un ordine di prova, per le porte 80 e 443; non viene emesso nessun certificato`,
  planServer: (who) => `${who}: un ping da server a server, per la porta degli altri server`,
  planServers: (first, others) =>
    `${first}: un ping da server a server, per la porta degli altri server (${others} se non lo sa)`,
  question: "Chiedere loro?",
  notAsked: "Si chiede ad altri che cosa vedono di questo server",
  notDone: "Non è stato chiesto nulla a nessuno.",
  nobodyToAsk: "Non c'è nessuno a cui chiedere: nessuna porta è aperta agli altri.",
  offer: (look, phone) =>
    `Se il mondo arriva fin qui si vede solo da fuori: ${look} chiede ad altri, ${phone} a un tuo telefono.`,
  page: {
    title: "Questo server, visto da qui",
    lead: (domain, port) => `Questa pagina è arrivata dalla porta ${port} di ${domain}.`,
    address: (family) => `Il tuo indirizzo, come lo vede il server (${family}):`,
    outside: "Vieni da fuori: da lì si raggiunge questa porta.",
    inside:
      "Questo telefono è sul Wi-Fi del server. Spegni il suo Wi-Fi perché usi i dati mobili, e ricarica questa pagina.",
    unknown: "Non si sa se questo telefono è fuori. Per esserne certi, spegni il suo Wi-Fi e ricarica questa pagina.",
    trusted: "Il certificato è stato accettato.",
    untrusted: "Il certificato non è tra quelli che i browser conoscono: il tuo ha avvisato prima di questa pagina.",
    trying: "Apertura di un WebSocket …",
    open: "È stato aperto un WebSocket: la chat e le app nel browser funzionano da qui.",
    failed: "Non è stato possibile aprire un WebSocket: la chat e le app nel browser non funzionano da qui.",
    noScript: "Senza JavaScript, questa pagina non può provare un WebSocket.",
    close: "Il terminale mostra le stesse cose. Puoi chiudere questa pagina.",
    gone: "Questo link non è più valido",
    goneLead: "Un link di questo tipo vale dieci minuti. Fanne fare un altro: jabber-home dns --phone",
  },
};
