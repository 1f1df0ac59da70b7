/** What the router does, in Dutch. */
import type { gateway as en } from "../en/gateway.ts";

const permit =
  "Sta deze machine in de instellingen van de router toe poorten te openen, of stuur ze daar met de hand door.";
const ownPages = "Is TCP 80 of 443 erbij: zet dan de eigen toegang van buiten van de router uit, want die gebruikt ze.";
const provider =
  "Vraag je provider om een eigen openbaar IPv4-adres, vaak gratis; of gebruik IPv6, waarvan de poorten niet doorgestuurd hoeven te worden.";

export const gateway: typeof en = {
  protocols: { pcp: "PCP", "nat-pmp": "NAT-PMP", upnp: "UPnP" },
  looking: "De router wordt gezocht, en om de poorten gevraagd.",
  open: (router, protocol, ports, external) =>
    `De router (${router}, ${protocol}) leidt ${ports} hierheen${external ? `, vanaf ${external}` : ""}.`,
  closed: (ports, why) => `De router opent ${ports} niet: ${why}.`,
  pinhole: (address, ports) => `De firewall van de router laat ${ports} door naar ${address}.`,
  noPinhole: (address, ports, why) => `De firewall van de router laat ${ports} niet door naar ${address}: ${why}.`,
  why: {
    refused: ["hij weigert, of gebruikt de poort zelf", permit, ownPages],
    conflict: [
      "hij leidt daar al naar een andere machine of een ander programma",
      "Verwijder die regel in de instellingen van de router, of laat hem naar deze machine leiden.",
    ],
    "no-resources": [
      "hij heeft geen plaats voor meer",
      "Verwijder in de instellingen van de router regels die niemand nodig heeft.",
    ],
    "no-network": [
      "hij heeft zelf geen openbaar adres, dus hij zit achter een andere router, of je provider verdeelt één adres over veel klanten (CGNAT)",
      "Zijn er twee routers, stuur de poorten dan ook in de buitenste door, of zet een van de twee in bridge-modus.",
      provider,
    ],
    "no-answer": [
      "hij antwoordt niet meer",
      "Staat hij aan? Het wordt vanzelf opnieuw gevraagd, en de poorten gaan open als hij terug is.",
    ],
    "wrong-answer": [
      "zijn antwoord is onbegrijpelijk",
      "Stuur de poorten met de hand door in de instellingen van de router.",
    ],
  },
  absent: [
    "Er antwoordt geen router (PCP, NAT-PMP, UPnP): hij kent geen van drieën, of ze staan uit in zijn instellingen.",
    "Zet er daar een aan, of stuur de poorten met de hand door en schrijf gateway.enabled = false.",
  ],
  obstacle: {
    shared: (external) => [
      `De router heeft zelf een adres dat veel klanten delen (CGNAT, ${external}): van buiten komt niemand hier via IPv4.`,
      provider,
    ],
    "double-nat": (external) => [
      `De router zit achter een andere router: zijn adres is ${external}, en van buiten komt niemand hier via IPv4.`,
      `Stuur dezelfde poorten in de buitenste router door naar ${external}, of zet een van de twee in bridge-modus.`,
    ],
    elsewhere: (external) => [
      `Het adres van de router is ${external}, maar de wereld ziet een ander: het adres is veranderd, of er zit nog een router of een gedeeld adres (CGNAT) tussen.`,
      "Is het veranderd: jabber-home setup vindt het nieuwe; met dns.update = true wordt het vanzelf gevolgd.",
      provider,
    ],
  },
  noHairpin: [
    "Binnen je netwerk leidt het openbare adres niet hierheen (de router kan geen NAT-loopback, “hairpin”).",
    "Apps op je wifi hebben een IPv6-adres nodig, of een DNS-regel in de router die naar deze machine leidt.",
  ],
  ways: {
    livebox: "Livebox (http://livebox): Réseau, NAT/PAT; het vaste adres onder DHCP",
    freebox: "Freebox (http://mafreebox.freebox.fr): Paramètres de la Freebox, Mode avancé, Gestion des ports",
    sfr: "SFR Box (http://192.168.1.1): Réseau, NAT",
    bbox: "Bbox (https://mabbox.bytel.fr): Services de la box, NAT/PAT",
    fritzbox: "Fritz!Box (http://fritz.box), in het Engels: Internet, Permit Access, Port Sharing",
    speedport: "Speedport (http://speedport.ip), in het Duits: Internet, Portfreischaltung",
    openwrt: "OpenWrt: Netwerk, Firewall, Port Forwards",
    "tp-link": "TP-Link (http://tplinkwifi.net): Geavanceerd, NAT Forwarding, Virtuele servers",
    netgear: "Netgear (http://routerlogin.net): Geavanceerd, Geavanceerde instellingen, Port Forwarding",
    asus: "Asus: WAN, Virtuele server / Port Forwarding",
    unifi: "UniFi: Instellingen, Beveiliging, Port Forwarding",
    linksys: "Linksys: Beveiliging, Apps en games, Port Forwarding",
  },
  wayAt: (router) =>
    `In de instellingen van de router${router === undefined ? "" : ` (http://${router})`} heet dit port forwarding, poorten doorsturen, virtual server of NAT.`,
  usual:
    "Fritz!Box: Internet, Permit Access. TP-Link: Geavanceerd, NAT Forwarding. Netgear: Geavanceerde instellingen, Port Forwarding. Andere: docs/router.md.",
};
