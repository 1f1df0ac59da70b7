/** What helps when another server cannot be reached, in both languages. */

import type { Obstacle, ObstacleKind } from "../../federation/outgoing/obstacle.ts";
import { withFrenchSpaces } from "../../messages/fr/spaces.ts";
import type { Language } from "../../messages/language.ts";

const EN = {
  wait: "It may be away for a moment: wait, and try again.",
  tell: "Tell the administrator of {remote}.",
  spelling: "Look at the spelling of {remote}.",
  respect: "That is their decision: nothing can be done here.",
  resolver:
    "If it is so with every domain: look at this machine's way to DNS, or name a resolver in dns.resolvers (config.toml).",
  outgoing:
    "If it is so with every domain: let this machine connect to TCP port {port} of others (its firewall, the router's, the provider's).",
  internet: "If it is so with every domain: look whether this machine is connected to the Internet.",
  plaintext: "If everybody on the way may read what is written: add {remote} to federation.plaintext in config.toml.",
  unverified: "If its DNS records are enough of a proof for you: add {remote} to federation.unverified in config.toml.",
  root: "If you trust the authority that issued it: put its root into a file, and name that in federation.ca_file.",
  clock: "Look at the date and time of this machine.",
  certificate: "Look whether our own certificate is valid for others: {command}",
  records: "Look whether DNS leads others here: {command}",
  incoming: "Let others connect to TCP port {ourPort} of this machine (its firewall, the router's).",
  unwanted: "Ask the administrator of {remote} whether {local} is wanted there.",
  wrongMachine: "DNS leads to a machine that does not serve {remote}: tell its administrator.",
  private:
    "If {remote} is in your own house: set private_addresses in [federation] of config.toml to true, and restart the server.",
  options:
    "If that is not meant: see enabled, allow and deny in [federation] of config.toml, and the lists in [blocklists].",
} as const;

type RemedyKey = keyof typeof EN;

const FR: Readonly<Record<RemedyKey, string>> = {
  wait: "Il est peut-être absent un moment : patientez, puis réessayez.",
  tell: "Prévenez l'administrateur de {remote}.",
  spelling: "Vérifiez l'orthographe de {remote}.",
  respect: "C'est leur décision : rien à faire d'ici.",
  resolver:
    "Si c'est ainsi avec tous les domaines : vérifiez l'accès de cette machine au DNS, ou nommez un résolveur dans dns.resolvers (config.toml).",
  outgoing:
    "Si c'est ainsi avec tous les domaines : laissez cette machine se connecter au port TCP {port} des autres (son pare-feu, la box, le fournisseur d'accès).",
  internet: "Si c'est ainsi avec tous les domaines : vérifiez que cette machine est reliée à Internet.",
  plaintext:
    "Si tout le monde en chemin peut lire ce qui s'écrit : ajoutez {remote} à federation.plaintext dans config.toml.",
  unverified:
    "Si ses enregistrements DNS vous suffisent comme preuve : ajoutez {remote} à federation.unverified dans config.toml.",
  root: "Si vous faites confiance à l'autorité qui l'a émis : mettez sa racine dans un fichier, nommé dans federation.ca_file.",
  clock: "Vérifiez la date et l'heure de cette machine.",
  certificate: "Vérifiez que notre propre certificat est valable pour les autres : {command}",
  records: "Vérifiez que le DNS mène les autres ici : {command}",
  incoming: "Laissez les autres se connecter au port TCP {ourPort} de cette machine (son pare-feu, la box).",
  unwanted: "Demandez à l'administrateur de {remote} si {local} y est bienvenu.",
  wrongMachine: "Le DNS mène à une machine qui ne sert pas {remote} : prévenez son administrateur.",
  private:
    "Si {remote} est chez vous : mettez private_addresses à true dans [federation] de config.toml, et redémarrez le serveur.",
  options:
    "Si ce n'est pas voulu : voyez enabled, allow et deny dans [federation] de config.toml, et les listes de [blocklists].",
};

const TABLES = { en: EN, fr: FR } as const;

/** What stands in the place of {key}. */
export interface RemedyValues {
  readonly remote: string;
  readonly local: string;
  /** The port of the machine that was tried. */
  readonly port: string;
  /** Where other servers knock here. */
  readonly ourPort: string;
  /** What shows our own side: "jabber-home federation example.com". */
  readonly command: string;
}

const ALWAYS: Readonly<Record<Exclude<ObstacleKind, "certificate" | "stream-error" | "dialback-error">, Keys>> = {
  policy: ["options"],
  "no-such-domain": ["spelling", "tell"],
  "no-service": ["respect"],
  dns: ["wait", "resolver"],
  "no-address": ["tell"],
  "private-address": ["tell", "private"],
  refused: ["wait", "tell"],
  unreachable: ["internet", "tell"],
  unanswered: ["wait", "outgoing", "tell"],
  closed: ["wait", "tell"],
  tls: ["wait", "tell"],
  "no-tls": ["tell", "plaintext"],
  protocol: ["tell"],
  authentication: ["certificate", "tell"],
  "dialback-invalid": ["records", "wait"],
};

type Keys = readonly RemedyKey[];

/** By what is wrong with the certificate (trust/verdict.ts). */
const CERTIFICATE: Readonly<Record<string, Keys>> = {
  expired: ["clock", "tell", "unverified"],
  "not-yet-valid": ["clock", "tell", "unverified"],
  "self-signed": ["tell", "root", "unverified"],
  untrusted: ["tell", "root", "unverified"],
};

/** RFC 6120 §4.9.3, where the condition tells more than that something is wrong over there. */
const STREAM_ERROR: Readonly<Record<string, Keys>> = {
  "host-unknown": ["wrongMachine"],
  "host-gone": ["wrongMachine"],
  "not-authorized": ["certificate", "unwanted"],
  "policy-violation": ["unwanted"],
  "remote-connection-failed": ["records", "incoming"],
};

/** XEP-0220 §2.4: why the other server could not ask ours. */
const DIALBACK_ERROR: Readonly<Record<string, Keys>> = {
  "remote-server-not-found": ["records"],
  "remote-connection-failed": ["records", "incoming"],
  "remote-server-timeout": ["records", "incoming"],
  "not-authorized": ["certificate", "unwanted"],
  "policy-violation": ["unwanted"],
  forbidden: ["unwanted"],
  "not-allowed": ["unwanted"],
};

function keysOf({ kind, detail = "" }: Obstacle): Keys {
  if (kind === "certificate") return CERTIFICATE[detail] ?? ["tell", "unverified"];
  if (kind === "stream-error") return STREAM_ERROR[detail] ?? ["wait", "tell"];
  if (kind === "dialback-error") return DIALBACK_ERROR[detail] ?? ["records", "incoming", "tell"];
  return ALWAYS[kind];
}

/** The best first. */
export const remediesOf = (obstacle: Obstacle, values: RemedyValues, language: Language): readonly string[] =>
  keysOf(obstacle).map((key) => {
    const sentence = TABLES[language][key].replace(/\{(\w+)\}/g, (_, name: keyof RemedyValues) => values[name]);
    return language === "fr" ? withFrenchSpaces(sentence) : sentence;
  });
