/** What helps when another server cannot be reached, in English. */

export interface RemedyValues {
  readonly remote: string;
  readonly local: string;
  /** The port of the machine that was tried. */
  readonly port: string;
  /** The port on which this server listens for others. */
  readonly ourPort: string;
  /** The command that shows our own side: "jabber-home federation example.com". */
  readonly command: string;
}

export const federationRemedies = {
  wait: () => "It may be away for a moment: wait, and try again.",
  tell: ({ remote }: RemedyValues) => `Tell the administrator of ${remote}.`,
  spelling: ({ remote }: RemedyValues) => `Look at the spelling of ${remote}.`,
  respect: () => "That is their decision: nothing can be done here.",
  resolver: () =>
    "If it is so with every domain: look at this machine's way to DNS, or name a resolver in dns.resolvers (config.toml).",
  outgoing: ({ port }: RemedyValues) =>
    `If it is so with every domain: let this machine connect to TCP port ${port} of others (its firewall, the router's, the provider's).`,
  internet: () => "If it is so with every domain: look whether this machine is connected to the Internet.",
  plaintext: ({ remote }: RemedyValues) =>
    `If everybody on the way may read what is written: add ${remote} to federation.plaintext in config.toml.`,
  unverified: ({ remote }: RemedyValues) =>
    `If its DNS records are enough of a proof for you: add ${remote} to federation.unverified in config.toml.`,
  root: () =>
    "If you trust the authority that issued it: put its root into a file, and name that in federation.ca_file.",
  clock: () => "Look at the date and time of this machine.",
  certificate: ({ command }: RemedyValues) => `Look whether our own certificate is valid for others: ${command}`,
  records: ({ command }: RemedyValues) => `Look whether DNS leads others here: ${command}`,
  incoming: ({ ourPort }: RemedyValues) =>
    `Let others connect to TCP port ${ourPort} of this machine (its firewall, the router's).`,
  unwanted: ({ remote, local }: RemedyValues) => `Ask the administrator of ${remote} whether ${local} is wanted there.`,
  wrongMachine: ({ remote }: RemedyValues) =>
    `DNS leads to a machine that does not serve ${remote}: tell its administrator.`,
  private: ({ remote }: RemedyValues) =>
    `If ${remote} is in your own house: set private_addresses in [federation] of config.toml to true, and restart the server.`,
  options: () =>
    "If that is not meant: see enabled, allow and deny in [federation] of config.toml, and the lists in [blocklists].",
};
