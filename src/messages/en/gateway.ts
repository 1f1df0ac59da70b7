/** What the router does, in English. `ports`: "TCP 80, 443". */
export const gateway = {
  protocols: { pcp: "PCP", "nat-pmp": "NAT-PMP", upnp: "UPnP" },
  looking: "The router is being looked for.",
  absent: "No router answers (PCP, NAT-PMP, UPnP): it has none of them, or they are switched off in its settings.",
  open: (router: string, protocol: string, ports: string, external: string | undefined) =>
    `The router (${router}, ${protocol}) leads ${ports} to here${external ? `, from ${external}` : ""}.`,
  closed: (ports: string, why: string) => `The router does not open ${ports}: ${why}.`,
  pinhole: (address: string, ports: string) => `The router's firewall lets ${ports} through to ${address}.`,
  noPinhole: (address: string, ports: string, why: string) =>
    `The router's firewall does not let ${ports} through to ${address}: ${why}.`,
  why: {
    refused: "it refuses, or has use for the port itself",
    conflict: "it leads there to another machine or program already",
    "no-resources": "it has no room for more",
    "no-network":
      "it has no public address itself, so it is behind another router, or your provider shares one address among many customers (CGNAT)",
    "no-answer": "it does not answer any more",
    "wrong-answer": "its answer makes no sense",
  },
  obstacle: {
    shared: (external: string) =>
      `The router itself has an address that many customers share (CGNAT, ${external}): from outside nobody gets here by IPv4. Ask your provider for a public IPv4 address of your own, or use IPv6.`,
    "double-nat": (external: string) =>
      `The router is behind another router (its address is ${external}): forward the same ports in that one to ${external}, or set one of the two to bridge mode.`,
    elsewhere: (external: string) =>
      `The router's address is ${external}, but the world sees another one: there is another router or a shared address (CGNAT) in between, or the address has changed.`,
  },
  noHairpin:
    "Inside your network the public address does not lead here (the router has no hairpin NAT): apps on your Wi-Fi need an IPv6 address, or a DNS entry in the router that leads to this machine.",
};
