/** What helps when another server cannot be reached, in French. */
import type { federationRemedies as en } from "../en/federation-remedies.ts";

export const federationRemedies: typeof en = {
  wait: () => "Il est peut-être absent un moment : patientez, puis réessayez.",
  tell: ({ remote }) => `Prévenez l'administrateur de ${remote}.`,
  spelling: ({ remote }) => `Vérifiez l'orthographe de ${remote}.`,
  respect: () => "C'est leur décision : rien à faire d'ici.",
  resolver: () =>
    "Si c'est ainsi avec tous les domaines : vérifiez l'accès de cette machine au DNS, ou nommez un résolveur dans dns.resolvers (config.toml).",
  outgoing: ({ port }) =>
    `Si c'est ainsi avec tous les domaines : laissez cette machine se connecter au port TCP ${port} des autres (son pare-feu, la box, le fournisseur d'accès).`,
  internet: () => "Si c'est ainsi avec tous les domaines : vérifiez que cette machine est reliée à Internet.",
  plaintext: ({ remote }) =>
    `Si tout le monde en chemin peut lire ce qui s'écrit : ajoutez ${remote} à federation.plaintext dans config.toml.`,
  unverified: ({ remote }) =>
    `Si ses enregistrements DNS vous suffisent comme preuve : ajoutez ${remote} à federation.unverified dans config.toml.`,
  root: () =>
    "Si vous faites confiance à l'autorité qui l'a émis : mettez sa racine dans un fichier, nommé dans federation.ca_file.",
  clock: () => "Vérifiez la date et l'heure de cette machine.",
  certificate: ({ command }) => `Vérifiez que notre propre certificat est valable pour les autres : ${command}`,
  records: ({ command }) => `Vérifiez que le DNS mène les autres ici : ${command}`,
  incoming: ({ ourPort }) =>
    `Laissez les autres se connecter au port TCP ${ourPort} de cette machine (son pare-feu, la box).`,
  unwanted: ({ remote, local }) => `Demandez à l'administrateur de ${remote} si ${local} y est bienvenu.`,
  wrongMachine: ({ remote }) => `Le DNS mène à une machine qui ne sert pas ${remote} : prévenez son administrateur.`,
  private: ({ remote }) =>
    `Si ${remote} est chez vous : mettez private_addresses à true dans [federation] de config.toml, et redémarrez le serveur.`,
  options: () =>
    "Si ce n'est pas voulu : voyez enabled, allow et deny dans [federation] de config.toml, et les listes de [blocklists].",
};
