/** What `jabber-home federation` says, in French. */
import type { federation as en } from "../en/federation.ts";
import { counted } from "./units.ts";

export const federation: typeof en = {
  nobody: "aucun autre serveur n'est connecté : les flux s'ouvrent quand quelqu'un écrit",
  connected: (count, lost) =>
    `connecté à ${counted(count, "serveur", "serveurs")}${lost > 0 ? ` ; ${lost} injoignable${lost > 1 ? "s" : ""} en ce moment` : ""}`,
  unknown: (count) =>
    count === 1
      ? "1 connexion n'a pas encore dit de qui elle vient"
      : `${count} connexions n'ont pas encore prouvé de qui elles viennent`,
  from: (domain) => `de ${domain}`,
  to: (domain) => `vers ${domain}`,
  secured: (by, age) => `${by}, depuis ${age}`,
  plaintext: "en clair",
  proofs: { certificate: "certificat", dns: "DNS (dialback)", nothing: "rien" },
  separator: " ; ",
  they: (proof) => `preuve d'en face : ${proof}`,
  we: (proof) => `la nôtre : ${proof}`,
  adopted: "par le flux qu'ils ont ouvert",
  bothWays: "va dans les deux sens",
  received: (count) => `${counted(count, "stanza", "stanzas")} reçue${count > 1 ? "s" : ""}`,
  connecting: (age) => `se connecte depuis ${age}`,
  waiting: (age) => `injoignable depuis ${age}`,
  queued: (count) => `${counted(count, "stanza", "stanzas")} à envoyer`,
  unconfirmed: (count) => `${counted(count, "stanza", "stanzas")} pas encore confirmée${count > 1 ? "s" : ""}`,
  oldest: (count, age) => `${count === 1 ? "elle" : "la plus ancienne"} attend depuis ${age}`,
  last: (problem) => `dernier essai : ${problem}`,
  more: (command) => `voir : ${command}`,
  excluded: {
    off: "aucun échange avec d'autres serveurs (federation.enabled)",
    only: (domains) => `des échanges avec ${domains} seulement (federation.allow)`,
    never: (domains) => `aucun échange avec ${domains} (federation.deny)`,
    list: (name, count) =>
      `aucun échange avec ${counted(count, "domaine", "domaines")} de la liste ${name} (blocklists.block)`,
    strangers: (name, count) =>
      `les gens de ${counted(count, "domaine", "domaines")} de la liste ${name} n'écrivent qu'à ceux qui les connaissent (blocklists.block_strangers)`,
  },
  ours: {
    heading: "ce serveur, vu par les autres",
    here: "trouvé",
    elsewhere: (targets) => `le DNS mène à ${targets}, pas ici`,
    absent: "pas dans le DNS",
    absentService: "pas dans le DNS : seuls les gens d'ici l'atteignent",
    refused: "ses enregistrements DNS disent qu'il ne participe pas",
    unknown: (reason) => `le DNS n'a pas pu être interrogé (${reason})`,
    private: "pour cet ordinateur ou ce réseau seulement",
    closed: "fermé : listen.server et listen.server_tls sont à off",
    certified: "certificat valable",
    uncertified: (why) => `certificat non valable : ${why}`,
    records: (command) => `Les enregistrements DNS à ajouter ou à changer : ${command}`,
    certificate: (command) => `Un certificat valable pour tous ces noms : ${command}`,
    open: "Dites dans config.toml où écouter les autres serveurs : listen.server, listen.server_tls.",
  },
  trial: {
    trying: (remote, local) => `essai de ${remote} au nom de ${local}`,
    ok: "ok",
    failed: "échec",
    steps: {
      dns: "DNS",
      tcp: "connexion",
      tls: "TLS",
      certificate: "certificat",
      features: "offre",
      authentication: "authentification",
    },
    reached: (remote) => `${remote} est joignable`,
    unreached: (remote) => `${remote} est injoignable`,
    excluded: (remote) => `${remote} est exclu par notre propre configuration`,
    isOurs: (remote) => `${remote} est servi ici : il n'y a personne à interroger`,
    broken: "le serveur s'est arrêté au milieu",
  },
};
