/** What `jabber-home federation` says, in both languages. */
import { frenchSpacesIn } from "../../../installer/i18n/french-spaces.ts";
import type { Language } from "../../certificate/messages.ts";
import type { Step } from "../../federation/outgoing/report.ts";

const stanzas = (count: number): string => (count === 1 ? "1 stanza" : `${count} stanzas`);
const stanzasInFrench = (count: number): string => (count < 2 ? `${count} stanza` : `${count} stanzas`);

const en = {
  nobody: "no other server is connected: streams open when somebody writes",
  connected: (count: number, lost: number): string =>
    `connected with ${count === 1 ? "1 server" : `${count} servers`}${lost > 0 ? `; ${lost} cannot be reached now` : ""}`,
  unknown: (count: number): string =>
    count === 1
      ? "1 connection has not said yet whose it is"
      : `${count} connections have not proven yet whose they are`,
  from: (domain: string): string => `from ${domain}`,
  to: (domain: string): string => `to ${domain}`,
  secured: (by: string, age: string): string => `${by}, for ${age}`,
  plaintext: "in plaintext",
  proofs: { certificate: "certificate", dns: "DNS (dialback)", nothing: "nothing" },
  separator: "; ",
  they: (proof: string): string => `they are proven by ${proof}`,
  we: (proof: string): string => `we by ${proof}`,
  adopted: "over the stream that they opened",
  bothWays: "goes both ways",
  received: (count: number): string => `${stanzas(count)} received`,
  connecting: (age: string): string => `connecting for ${age}`,
  waiting: (age: string): string => `not reached for ${age}`,
  queued: (count: number): string => `${stanzas(count)} to be sent`,
  unconfirmed: (count: number): string => `${stanzas(count)} not confirmed yet`,
  last: (problem: string): string => `last attempt: ${problem}`,
  more: (command: string): string => `see: ${command}`,
  ours: {
    heading: "this server, as others see it",
    here: "found",
    elsewhere: (targets: string): string => `DNS leads to ${targets}, not here`,
    absent: "not in DNS",
    absentService: "not in DNS: only people here reach it",
    refused: "its DNS records say that it takes no part",
    unknown: (reason: string): string => `DNS could not be asked (${reason})`,
    private: "for this computer or network alone",
    closed: "closed: listen.server and listen.server_tls are off",
    certified: "certificate valid",
    uncertified: (why: string): string => `certificate not valid: ${why}`,
    records: (command: string): string => `The DNS records to add or change: ${command}`,
    certificate: (command: string): string => `A valid certificate for all these names: ${command}`,
    open: "Say in config.toml where other servers are listened to: listen.server, listen.server_tls.",
  },
  trial: {
    trying: (remote: string, local: string): string => `trying ${remote} in the name of ${local}`,
    ok: "ok",
    failed: "failed",
    steps: {
      dns: "DNS",
      tcp: "connection",
      tls: "TLS",
      certificate: "certificate",
      features: "features",
      authentication: "authentication",
    } satisfies Record<Step, string>,
    reached: (remote: string): string => `${remote} can be reached`,
    unreached: (remote: string): string => `${remote} cannot be reached`,
    excluded: (remote: string): string => `${remote} is excluded by our own configuration`,
    isOurs: (remote: string): string => `${remote} is served here: nobody has to be asked`,
    broken: "the server has stopped in the middle",
  },
};

export type FederationWords = typeof en;

const fr: FederationWords = {
  nobody: "aucun autre serveur n'est connecté : les flux s'ouvrent quand quelqu'un écrit",
  connected: (count, lost) =>
    `connecté à ${count < 2 ? `${count} serveur` : `${count} serveurs`}${lost > 0 ? ` ; ${lost} injoignable${lost > 1 ? "s" : ""} en ce moment` : ""}`,
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
  received: (count) => `${stanzasInFrench(count)} reçue${count > 1 ? "s" : ""}`,
  connecting: (age) => `se connecte depuis ${age}`,
  waiting: (age) => `injoignable depuis ${age}`,
  queued: (count) => `${stanzasInFrench(count)} à envoyer`,
  unconfirmed: (count) => `${stanzasInFrench(count)} pas encore confirmée${count > 1 ? "s" : ""}`,
  last: (problem) => `dernier essai : ${problem}`,
  more: (command) => `voir : ${command}`,
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
    uncertified: (why) => `certificat pas valable : ${why}`,
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

export const FEDERATION: Readonly<Record<Language, FederationWords>> = { en, fr: frenchSpacesIn(fr) };
