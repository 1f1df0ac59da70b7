/** What `jabber-home federation` says, in English. */
import { counted } from "./units.ts";

export const federation = {
  nobody: "no other server is connected: streams open when somebody writes",
  connected: (count: number, lost: number): string =>
    `connected with ${counted(count, "server", "servers")}${lost > 0 ? `; ${lost} cannot be reached now` : ""}`,
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
  received: (count: number): string => `${counted(count, "stanza", "stanzas")} received`,
  connecting: (age: string): string => `connecting for ${age}`,
  waiting: (age: string): string => `not reached for ${age}`,
  queued: (count: number): string => `${counted(count, "stanza", "stanzas")} to be sent`,
  unconfirmed: (count: number): string => `${counted(count, "stanza", "stanzas")} not confirmed yet`,
  oldest: (count: number, age: string): string => `${count === 1 ? "it" : "the oldest"} has waited for ${age}`,
  last: (problem: string): string => `last attempt: ${problem}`,
  more: (command: string): string => `see: ${command}`,
  /** With whom nothing is exchanged, and the option that says so. */
  excluded: {
    off: "nothing is exchanged with other servers (federation.enabled)",
    only: (domains: string): string => `only with ${domains} (federation.allow)`,
    never: (domains: string): string => `never with ${domains} (federation.deny)`,
    list: (name: string, count: number): string =>
      `nothing is exchanged with ${counted(count, "domain", "domains")} on the list ${name} (blocklists.block)`,
    strangers: (name: string, count: number): string =>
      `people of ${counted(count, "domain", "domains")} on the list ${name} write only to those who know them (blocklists.block_strangers)`,
  },
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
    },
    reached: (remote: string): string => `${remote} can be reached`,
    unreached: (remote: string): string => `${remote} cannot be reached`,
    excluded: (remote: string): string => `${remote} is excluded by our own configuration`,
    isOurs: (remote: string): string => `${remote} is served here: nobody has to be asked`,
    broken: "the server has stopped in the middle",
  },
};
