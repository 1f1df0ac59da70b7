/** DNS records, in the wizard and in `jabber-home dns`, in Italian. */
import type { dns as en } from "../en/dns.ts";

export const dns: typeof en = {
  looking: (domain) => `interrogazione dei server DNS di ${domain}`,
  slow: "I server DNS tardano a rispondere; Ctrl-C interrompe senza perdere nulla.",
  heading: (domain) => `1 di 5   DNS per ${domain}`,
  right: "corretto",
  rightAt: (port) => `corretto (porta ${port})`,
  shared: "Per le reti in cui passa solo HTTPS; provato per ultimo.",
  isNew: "(nuovo)",
  add: (data) => `aggiungi  ${data}`,
  recommended: (data) => `consigliato  ${data}`,
  change: (from, to) => `cambia  ${from} → ${to}`,
  remove: (data) => `elimina  ${data}`,
  unanswered: {
    timeout: "ignoto: i server DNS non rispondono",
    refused: "ignoto: i server DNS rifiutano (REFUSED)",
    "server-failure": "ignoto: i server DNS sono guasti (SERVFAIL)",
    unreachable: "ignoto: nessun server DNS è raggiungibile",
    failed: "ignoto: non è stato possibile interrogare il DNS",
  },
  unansweredHelp: {
    timeout:
      "Server DNS che non rispondono sono sovraccarichi o scomparsi: guarda più tardi, o chiedi a chi li gestisce.",
    refused: "Non servono questo dominio: verifica, dove l'hai comprato, che vi siano registrati i server DNS giusti.",
    "server-failure": "Di solito, una firma DNSSEC guasta o un errore nella zona: chiedi a chi li gestisce.",
    unreachable: "Controlla il DNS di questa macchina (/etc/resolv.conf), o indica un resolver: dns.resolvers.",
    failed: "Controlla il DNS di questa macchina (/etc/resolv.conf).",
  },
  noNetwork: "Questa macchina non è collegata a nessuna rete: controlla il cavo o il Wi-Fi, poi guarda di nuovo.",
  why: {
    elsewhere: (_value, ours) => `Non è questa macchina${ours === "" ? "" : `, che è ${ours}`}.`,
    alias: (value) => `${value} è un alias (CNAME): un record SRV non deve condurvi (RFC 2782).`,
    "alias-instead": (value) =>
      `È un alias (CNAME) di ${value}, e un record SRV non deve condurre a un alias (RFC 2782): lì ci vuole l'indirizzo stesso.`,
    "no-address": (value) => `${value} non ha un indirizzo.`,
    unanswered: (value) => `Non si sa se ${value} porta qui: i suoi server DNS non rispondono.`,
    port: (value) => `Questo server è in ascolto su una porta diversa da ${value}.`,
    refused: () => "Il punto vuol dire che questo servizio non esiste.",
    "domain-twice": (value) =>
      `${value} contiene il dominio due volte: il tuo fornitore lo aggiunge a ciò che non finisce con un punto.`,
    "not-whole": (value) => `${value} non è un nome intero: manca il dominio.`,
  },
  misplaced: (found, only) =>
    `${found} esiste: il tuo fornitore aggiunge da sé il dominio. Inserisci solo ${only}, ed elimina l'altro.`,
  stray: {
    elsewhere: () => "Porta a un'altra macchina.",
    off: () => "Annuncia ciò che qui è disattivato.",
    "left-over": () => "Sembra rimasto da un altro server.",
  },
  unneeded: (domain) => `${domain} fa a meno dei record: vale soltanto qui`,
  wrong: "errore",
  complete: "C'è tutto. Nulla da aggiungere.",
  enough: "Il necessario c'è. In più si consiglia questo:",
  addThese: "Da aggiungere dove hai comprato il dominio (una riga ciascuno, da incollare):",
  changeThese: "Da mettere al posto di ciò che c'è:",
  removeThese: "Da eliminare:",
  connections: "Connessioni da qui fin dove conducono:",
  connection: {
    open: "risponde",
    refused: "rifiuta: il server non è in funzione, o il router non inoltra questa porta",
    silent: "da qui non risponde; molti router non lasciano entrare nessuno dall'interno",
    "no-route": "da qui non è raggiungibile: questa macchina non ha indirizzi di questo tipo",
  },
  web: {
    at: (origin) => `pagine e file: ${origin}`,
    elsewhere: ", che porta a un'altra macchina.",
    nowhere: ", che non ha un indirizzo.",
    unknown: "; impossibile sapere se porta qui: i server DNS non rispondono.",
    hostMeta: (domain) =>
      `https://${domain} è un altro server web. Perché le app web trovino il tuo, mettici due file in /.well-known/: host-meta, mostrato da jabber-home dns --host-meta xml, e host-meta.json (--host-meta json).`,
    nameIt: " jabber-home setup dà loro il nome di questa macchina (web.address).",
  },
  isAt: (zone, provider) => `${zone} è presso ${provider}:`,
  meaning: [
    "_xmpp-client e _xmpps-client permettono alle tue app di trovare questa macchina.",
    "_xmpp-server e _xmpps-server permettono agli altri server di consegnarti i messaggi dei tuoi contatti.",
    "rooms è il luogo dove si trovano le stanze del tuo server.",
  ],
  formHeading: (zone) => `Campo per campo, per ${zone} (@ è il dominio stesso):`,
  providerForm: (zone, provider) => `I campi da compilare presso ${provider}, per ${zone}:`,
  or: (spelling) => `o ${spelling}`,
  inParts: (parts) => `o, a pezzi: ${parts}`,
  saved: (path) => `Salvato in ${path}`,
  watching: "Verifica ogni 5 secondi: ciò che è corretto si spunta da solo.",
  actions: { f: "campo per campo", z: "file di zona", t: "scrivili per me", enter: "continua" },
  formActions: { f: "elenco", z: "file di zona", t: "scrivili per me", enter: "continua" },
};
