/** What the router does, in French. */
import type { gateway as en } from "../en/gateway.ts";

const permit = "Autorisez cette machine à ouvrir des ports dans les réglages de la box, ou redirigez-les-y vous-même.";
const ownPages = "Si TCP 80 ou 443 en fait partie : désactivez l'accès à distance à la box elle-même, qui s'en sert.";
const provider =
  "Demandez à votre opérateur une adresse IPv4 publique rien que pour vous, souvent gratuite ; ou passez par IPv6, sans redirection de ports.";

export const gateway: typeof en = {
  protocols: { pcp: "PCP", "nat-pmp": "NAT-PMP", upnp: "UPnP" },
  looking: "La box est recherchée, et les ports lui sont demandés.",
  open: (router, protocol, ports, external) =>
    `La box (${router}, ${protocol}) redirige ${ports} vers cette machine${external ? `, depuis ${external}` : ""}.`,
  closed: (ports, why) => `La box n'ouvre pas ${ports} : ${why}.`,
  pinhole: (address, ports) => `Le pare-feu de la box laisse passer ${ports} vers ${address}.`,
  noPinhole: (address, ports, why) => `Le pare-feu de la box ne laisse pas passer ${ports} vers ${address} : ${why}.`,
  why: {
    refused: ["elle refuse, ou s'en sert elle-même", permit, ownPages],
    conflict: [
      "une redirection mène déjà à une autre machine ou à un autre programme",
      "Supprimez cette redirection dans les réglages de la box, ou faites-la mener à cette machine.",
    ],
    "no-resources": [
      "elle n'a plus de place",
      "Supprimez, dans les réglages de la box, les redirections dont personne n'a besoin.",
    ],
    "no-network": [
      "elle n'a pas d'adresse publique elle-même : elle est derrière une autre box, ou votre opérateur partage une adresse entre plusieurs abonnés (CGNAT)",
      "S'il y a deux box, redirigez aussi les ports dans celle de l'extérieur, ou passez l'une des deux en mode bridge.",
      provider,
    ],
    "no-answer": [
      "elle ne répond plus",
      "Est-elle allumée ? La demande sera refaite d'elle-même, et les ports s'ouvriront à son retour.",
    ],
    "wrong-answer": ["sa réponse est incompréhensible", "Redirigez les ports vous-même dans les réglages de la box."],
  },
  absent: [
    "Aucune box ne répond (PCP, NAT-PMP, UPnP) : elle ne connaît rien de tout cela, ou c'est désactivé dans ses réglages.",
    "Activez-y l'un des trois, ou redirigez les ports vous-même et mettez gateway.enabled = false.",
  ],
  obstacle: {
    shared: (external) => [
      `La box elle-même a une adresse partagée entre plusieurs abonnés (CGNAT, ${external}) : personne n'arrive ici de l'extérieur en IPv4.`,
      provider,
    ],
    "double-nat": (external) => [
      `La box est derrière une autre box : son adresse est ${external}, et personne n'arrive ici de l'extérieur en IPv4.`,
      `Redirigez les mêmes ports vers ${external} dans la box de l'extérieur, ou passez l'une des deux en mode bridge.`,
    ],
    elsewhere: (external) => [
      `L'adresse de la box est ${external}, mais le monde en voit une autre : l'adresse a changé, ou il y a une autre box ou une adresse partagée (CGNAT) entre les deux.`,
      `Si elle a changé : jabber-home setup trouve la nouvelle ; avec dns.update = true, elle est suivie d'elle-même.`,
      provider,
    ],
  },
  noHairpin: [
    "Depuis votre réseau, l'adresse publique ne mène pas ici (la box ne sait pas faire de boucle locale, « hairpin »).",
    "Sur votre Wi-Fi, il faut une adresse IPv6, ou une entrée DNS dans la box qui mène à cette machine.",
  ],
  ways: {
    livebox: "Livebox (http://livebox) : Réseau, NAT/PAT ; l'adresse fixe sous DHCP",
    freebox: "Freebox (http://mafreebox.freebox.fr) : Paramètres de la Freebox, Mode avancé, Gestion des ports",
    sfr: "SFR Box (http://192.168.1.1) : Réseau, NAT",
    bbox: "Bbox (https://mabbox.bytel.fr) : Services de la box, NAT/PAT",
    fritzbox: "Fritz!Box (http://fritz.box) : Internet, Autorisation d'accès, Partages de ports",
    speedport: "Speedport (http://speedport.ip) : Internet, Port forwarding",
    openwrt: "OpenWrt : Réseau, Pare-feu, Redirections de ports",
    "tp-link": "TP-Link (http://tplinkwifi.net) : Avancé, Transfert NAT, Serveurs virtuels",
    netgear: "Netgear (http://routerlogin.net) : Avancé, Configuration avancée, Redirection de ports",
    asus: "Asus : Réseau étendu (WAN), Serveur virtuel / Transfert de port",
    unifi: "UniFi : Paramètres, Sécurité, Redirection de port",
    linksys: "Linksys : Sécurité, Applications et jeux, Transfert de connexion",
  },
  wayAt: (router) =>
    `Dans les réglages de la box${router === undefined ? "" : ` (http://${router})`}, cela s'appelle redirection de ports ou NAT/PAT.`,
  usual:
    "Livebox : Réseau, NAT/PAT. Freebox : Mode avancé, Gestion des ports. SFR : Réseau, NAT. Bbox : Services de la box, NAT/PAT. Autres : docs/router.md.",
};
