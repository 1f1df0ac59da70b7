/** What `jabber-home federation` says, in Italian. */
import type { federation as en } from "../en/federation.ts";
import { counted } from "./units.ts";

export const federation: typeof en = {
  nobody: "nessun altro server è connesso: i flussi si aprono quando qualcuno scrive",
  connected: (count, lost) =>
    `connesso a ${counted(count, "server", "server")}${lost > 0 ? `; ${counted(lost, "irraggiungibile", "irraggiungibili")} in questo momento` : ""}`,
  unknown: (count) =>
    count === 1
      ? "1 connessione non ha ancora detto da chi viene"
      : `${count} connessioni non hanno ancora dimostrato da chi vengono`,
  from: (domain) => `da ${domain}`,
  to: (domain) => `verso ${domain}`,
  secured: (by, age) => `${by}, da ${age}`,
  plaintext: "in chiaro",
  proofs: { certificate: "certificato", dns: "DNS (dialback)", nothing: "nulla" },
  separator: "; ",
  they: (proof) => `la loro prova: ${proof}`,
  we: (proof) => `la nostra: ${proof}`,
  adopted: "nel flusso che hanno aperto loro",
  bothWays: "va nei due sensi",
  received: (count) => counted(count, "elemento ricevuto", "elementi ricevuti"),
  connecting: (age) => `si connette da ${age}`,
  waiting: (age) => `irraggiungibile da ${age}`,
  queued: (count) => counted(count, "elemento da inviare", "elementi da inviare"),
  unconfirmed: (count) => counted(count, "elemento non ancora confermato", "elementi non ancora confermati"),
  oldest: (count, age) => `${count === 1 ? "aspetta" : "il meno recente aspetta"} da ${age}`,
  last: (problem) => `ultimo tentativo: ${problem}`,
  more: (command) => `vedi: ${command}`,
  excluded: {
    off: "nessuno scambio con altri server (federation.enabled)",
    only: (domains) => `scambi solo con ${domains} (federation.allow)`,
    never: (domains) => `nessuno scambio con ${domains} (federation.deny)`,
    list: (name, count) =>
      `nessuno scambio con ${counted(count, "dominio", "domini")} dell'elenco ${name} (blocklists.block)`,
    strangers: (name, count) =>
      `chi è su ${counted(count, "dominio", "domini")} dell'elenco ${name} scrive solo a chi lo conosce (blocklists.block_strangers)`,
  },
  ours: {
    heading: "questo server, visto dagli altri",
    here: "trovato",
    elsewhere: (targets) => `il DNS porta a ${targets}, non qui`,
    absent: "non nel DNS",
    absentService: "non nel DNS: lo raggiunge solo chi è di qui",
    refused: "i suoi record DNS dicono che non partecipa",
    unknown: (reason) => `non è stato possibile interrogare il DNS (${reason})`,
    private: "solo per questo computer o questa rete",
    closed: "chiuso: listen.server e listen.server_tls sono su off",
    certified: "certificato valido",
    uncertified: (why) => `certificato non valido: ${why}`,
    records: (command) => `I record DNS da aggiungere o cambiare: ${command}`,
    certificate: (command) => `Un certificato valido per tutti questi nomi: ${command}`,
    open: "Indica in config.toml dove ascoltare gli altri server: listen.server, listen.server_tls.",
  },
  trial: {
    trying: (remote, local) => `prova di ${remote} a nome di ${local}`,
    ok: "ok",
    failed: "non riuscito",
    steps: {
      dns: "DNS",
      tcp: "connessione",
      tls: "TLS",
      certificate: "certificato",
      features: "offerta",
      authentication: "autenticazione",
    },
    reached: (remote) => `${remote} è raggiungibile`,
    unreached: (remote) => `${remote} è irraggiungibile`,
    excluded: (remote) => `${remote} è escluso dalla nostra stessa configurazione`,
    isOurs: (remote) => `${remote} è servito qui: non c'è nessuno da interrogare`,
    broken: "il server si è fermato a metà",
  },
};
