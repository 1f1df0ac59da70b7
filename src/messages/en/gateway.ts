/** What the router does, in English. `ports`: "TCP 80, 443". */

/** A sentence, and what to do about it. */
type Said = readonly [sentence: string, ...remedies: string[]];

const permit = "Permit this machine to open ports in the router's settings, or forward them there by hand.";
const ownPages = "If TCP 80 or 443 is among them: switch the router's own access from outside off, which has them.";
const provider =
  "Ask your provider for a public IPv4 address of your own, often free; or use IPv6, whose ports need no forwarding.";

export const gateway = {
  protocols: { pcp: "PCP", "nat-pmp": "NAT-PMP", upnp: "UPnP" },
  looking: "The router is being looked for, and asked for the ports.",
  open: (router: string, protocol: string, ports: string, external: string | undefined) =>
    `The router (${router}, ${protocol}) leads ${ports} to here${external ? `, from ${external}` : ""}.`,
  closed: (ports: string, why: string) => `The router does not open ${ports}: ${why}.`,
  pinhole: (address: string, ports: string) => `The router's firewall lets ${ports} through to ${address}.`,
  noPinhole: (address: string, ports: string, why: string) =>
    `The router's firewall does not let ${ports} through to ${address}: ${why}.`,
  /** Why a port is not open: the sentence goes on with it, then what helps. */
  why: {
    refused: ["it refuses, or has use for the port itself", permit, ownPages],
    conflict: [
      "it leads there to another machine or program already",
      "Delete that entry in the router's settings, or have it lead to this machine.",
    ],
    "no-resources": ["it has no room for more", "Delete entries that nobody needs in the router's settings."],
    "no-network": [
      "it has no public address itself, so it is behind another router, or your provider shares one address among many customers (CGNAT)",
      "If there are two routers, forward the ports in the outer one, too, or set one of the two to bridge mode.",
      provider,
    ],
    "no-answer": [
      "it does not answer any more",
      "Is it switched on? It is asked again by itself, and the ports open when it is back.",
    ],
    "wrong-answer": ["its answer makes no sense", "Forward the ports by hand in the router's settings."],
  } satisfies Record<string, Said>,
  absent: [
    "No router answers (PCP, NAT-PMP, UPnP): it has none of them, or they are switched off in its settings.",
    "Switch one of them on there, or forward the ports by hand and set gateway.enabled = false.",
  ] satisfies Said,
  obstacle: {
    shared: (external: string): Said => [
      `The router itself has an address that many customers share (CGNAT, ${external}): from outside nobody gets here by IPv4.`,
      provider,
    ],
    "double-nat": (external: string): Said => [
      `The router is behind another router: its address is ${external}, and from outside nobody gets here by IPv4.`,
      `Forward the same ports in the outer router to ${external}, or set one of the two to bridge mode.`,
    ],
    elsewhere: (external: string): Said => [
      `The router's address is ${external}, but the world sees another one: the address has changed, or there is another router or a shared address (CGNAT) in between.`,
      `If it has changed: jabber-home setup finds the new one; with dns.update = true it is followed by itself.`,
      provider,
    ],
  },
  noHairpin: [
    "Inside your network the public address does not lead here (the router has no hairpin NAT).",
    "Apps on your Wi-Fi need an IPv6 address, or a DNS entry in the router that leads to this machine.",
  ] satisfies Said,
  /** The way to the page where ports are forwarded, as the router calls it; known by what the router says of itself. */
  ways: {
    livebox: "Livebox (http://livebox): Réseau, NAT/PAT; the fixed address under DHCP",
    freebox: "Freebox (http://mafreebox.freebox.fr): Paramètres de la Freebox, Mode avancé, Gestion des ports",
    sfr: "SFR Box (http://192.168.1.1): Réseau, NAT",
    bbox: "Bbox (https://mabbox.bytel.fr): Services de la box, NAT/PAT",
    fritzbox: "Fritz!Box (http://fritz.box): Internet, Permit Access, Port Sharing",
    speedport: "Speedport (http://speedport.ip): Internet, Port forwarding",
    openwrt: "OpenWrt: Network, Firewall, Port Forwards",
    "tp-link": "TP-Link (http://tplinkwifi.net): Advanced, NAT Forwarding, Virtual Servers",
    netgear: "Netgear (http://routerlogin.net): Advanced, Advanced Setup, Port Forwarding",
    asus: "Asus: WAN, Virtual Server / Port Forwarding",
    unifi: "UniFi: Settings, Security, Port Forwarding",
    linksys: "Linksys: Security, Apps and Gaming, Port Forwarding",
  },
  /** Of a router that is not known. */
  wayAt: (router: string | undefined) =>
    `${router === undefined ? "In the router's settings" : `In the router's settings (http://${router})`} this is called port forwarding, virtual server or NAT.`,
  /** The ways of the usual ones, where the router is not known. */
  usual:
    "Fritz!Box: Internet, Permit Access. TP-Link: Advanced, NAT Forwarding. Netgear: Advanced Setup, Port Forwarding. Others: docs/router.md.",
};
