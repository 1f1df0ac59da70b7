/** What `domain rename` says, in Italian. */
import type { domains as en } from "../en/domains.ts";
import { counted } from "./units.ts";

export const domains: typeof en = {
  notDomain: (given) => [`«${given}» non è un dominio`, "scrivi solo il dominio, come esempio.it"],
  notServed: (domain, served) => [`${domain} non è servito qui`, `ciò che è servito qui: ${served}`],
  served: (domain) => [
    `${domain} è già un altro dominio di questo server`,
    "due domini non possono diventare uno solo: scegli un nome che qui non è in uso",
  ],
  inUse: (domain) => [
    `il database contiene ancora account o stanze di ${domain}`,
    "rimettilo in config.toml (domains), eliminali, poi toglilo",
  ],
  service: (name) => [
    `${name} è il nome di un servizio dell'altro dominio, per esempio delle sue stanze`,
    "scegli un altro nome",
  ],
  space: (needed, free) => [
    `non c'è abbastanza spazio sul disco: servono ${needed}, anche per una copia del database, e ne sono liberi ${free}`,
    "fai spazio, poi ricomincia",
  ],
  runsNow: (home) => [
    `il server di ${home} è in funzione`,
    "prima fermalo: jabber-home service stop, o Ctrl-C nella sua finestra; per vedere che cosa cambierebbe, può restare in funzione: --dry-run",
  ],
  plan: (from, to) => `${from} diventa ${to}:`,
  accounts: (count) => counted(count, "account", "account"),
  rooms: (count) => counted(count, "stanza", "stanze"),
  messages: (count) => counted(count, "messaggio della cronologia", "messaggi della cronologia"),
  services: (names) => `servizi: ${names}`,
  nothingDone: "Non è stato cambiato nulla.",
  question: (from, to) => `Rinominare ${from} in ${to}?`,
  irrevocable: "tutti ricevono un nuovo indirizzo e devono accedere di nuovo",
  notDone: "non è stato cambiato nulla",
  tellQuestion: "Annunciare i nuovi indirizzi ai contatti di altri server, una volta avviato il server?",
  progress: (done, total) => `${Math.floor((done / Math.max(1, total)) * 100)}% (${done} su ${total})`,
  done: (from, to) => `${from} adesso si chiama ${to}.`,
  copy: (folder) =>
    `Il database e config.toml di prima sono in ${folder}. Per tornare indietro, rimettili al posto di quelli attuali, a server fermo; elimina la cartella quando tutto va bene.`,
  apps: (to) =>
    `Ognuno deve accedere di nuovo nelle proprie app: con lo stesso nome su ${to}, e la stessa password. Cronologia, contatti e stanze ci sono.`,
  records: (to) => `I record DNS di ${to}; jabber-home dns mostra quali sono visibili:`,
  noRecords: (to) => `${to} è il nome di una rete locale: non c'è nulla da pubblicare.`,
  certificate: {
    acme: (to) => `Il certificato di ${to} si ottiene al prossimo avvio, appena i suoi record portano qui.`,
    files: (to) =>
      `Metti un certificato di ${to} dove lo indica config.toml: certificate.chain_file, certificate.key_file.`,
    "self-signed": (to) => `Un certificato di ${to} viene creato al prossimo avvio.`,
  },
  former: (from) =>
    `Finché i record di ${from} portano qui, ciò che è inviato ai vecchi indirizzi arriva (former_domains in config.toml), e i link ai file restano validi.`,
  told: "I contatti di altri server vengono avvisati appena il server è in funzione; se seguono da soli, lo decide il loro server.",
  notTold:
    "I contatti di altri server non sono stati avvisati: vedono il nuovo indirizzo quando si scrive loro, e devono accettarlo.",
  components: (names) => `I componenti esterni conservano il loro nome: ${names}`,
  next: "Poi avvia il server: jabber-home run, o jabber-home service start",
};
