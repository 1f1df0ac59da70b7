/** What an IP address is that nobody on the Internet could reach, and what helps, in English. */

type Said = readonly [what: string, remedy: string];

const ROUTER = "Your router's status page shows its public address; that one is meant.";
const MACHINE = "Write the public address of this machine, or of its router.";

export const addresses = {
  private: (address: string): Said => [
    `${address} is an address inside a network such as yours: nobody else reaches it.`,
    ROUTER,
  ],
  shared: (address: string): Said => [
    `${address} is your provider's: it shares one public address among many customers (CGNAT), so that no port can lead to you.`,
    "Ask the provider for a public IPv4 address of your own (often free of charge), or go on with IPv6 alone.",
  ],
  "link-local": (address: string): Said => [
    `${address} is what a machine gives itself where no router answers: it leads nowhere else.`,
    "Look at the cable or the Wi-Fi of this machine, and at its router.",
  ],
  loopback: (address: string): Said => [
    `${address} is every machine's name for itself: nobody else reaches it.`,
    MACHINE,
  ],
  documentation: (address: string): Said => [
    `${address} is an address for examples in texts, which no machine has.`,
    MACHINE,
  ],
  multicast: (address: string): Said => [`${address} is the address of a group of machines, not of one.`, MACHINE],
  unspecified: (address: string): Said => [
    `${address} means all addresses of a machine, and is none of them.`,
    MACHINE,
  ],
  tunnel: (address: string): Said => [
    `${address} belongs to an automatic tunnel (6to4, Teredo, NAT64): others do not reach it dependably.`,
    "Write an address of your provider's; without one of IPv6, leave IPv6 out.",
  ],
  reserved: (address: string): Said => [`${address} is reserved: no machine on the Internet has it.`, MACHINE],
};
