/** What helps when another server cannot be reached, in Italian. */
import type { federationRemedies as en } from "../en/federation-remedies.ts";

export const federationRemedies: typeof en = {
  wait: () => "Forse è assente per un momento: aspetta, poi riprova.",
  tell: ({ remote }) => `Avvisa chi amministra ${remote}.`,
  spelling: ({ remote }) => `Controlla come si scrive ${remote}.`,
  respect: () => "È una loro decisione: da qui non c'è nulla da fare.",
  resolver: () =>
    "Se è così con tutti i domini: controlla l'accesso di questa macchina al DNS, o indica un resolver in dns.resolvers (config.toml).",
  outgoing: ({ port }) =>
    `Se è così con tutti i domini: permetti a questa macchina di connettersi alla porta TCP ${port} degli altri (il suo firewall, il router, l'operatore).`,
  internet: () => "Se è così con tutti i domini: controlla che questa macchina sia collegata a Internet.",
  plaintext: ({ remote }) =>
    `Se chiunque lungo la strada può leggere ciò che si scrive: aggiungi ${remote} a federation.plaintext in config.toml.`,
  unverified: ({ remote }) =>
    `Se i suoi record DNS ti bastano come prova: aggiungi ${remote} a federation.unverified in config.toml.`,
  root: () =>
    "Se ti fidi dell'autorità che lo ha emesso: metti la sua radice in un file, indicato in federation.ca_file.",
  clock: () => "Controlla la data e l'ora di questa macchina.",
  certificate: ({ command }) => `Controlla che il nostro certificato sia valido per gli altri: ${command}`,
  records: ({ command }) => `Controlla che il DNS conduca qui gli altri: ${command}`,
  incoming: ({ ourPort }) =>
    `Permetti agli altri di connettersi alla porta TCP ${ourPort} di questa macchina (il suo firewall, il router).`,
  unwanted: ({ remote, local }) => `Chiedi a chi amministra ${remote} se ${local} vi è benvenuto.`,
  wrongMachine: ({ remote }) => `Il DNS porta a una macchina che non serve ${remote}: avvisa chi lo amministra.`,
  private: ({ remote }) =>
    `Se ${remote} è in casa tua: metti private_addresses a true in [federation] di config.toml, e riavvia il server.`,
  options: () =>
    "Se non è voluto: guarda enabled, allow e deny in [federation] di config.toml, e gli elenchi di [blocklists].",
};
