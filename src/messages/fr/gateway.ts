/** What the router does, in French. */
import type { gateway as en } from "../en/gateway.ts";

export const gateway: typeof en = {
  protocols: { pcp: "PCP", "nat-pmp": "NAT-PMP", upnp: "UPnP" },
  looking: "La box est recherchée.",
  absent:
    "Aucune box ne répond (PCP, NAT-PMP, UPnP) : elle ne connaît rien de tout cela, ou c'est désactivé dans ses réglages.",
  open: (router, protocol, ports, external) =>
    `La box (${router}, ${protocol}) redirige ${ports} vers cette machine${external ? `, depuis ${external}` : ""}.`,
  closed: (ports, why) => `La box n'ouvre pas ${ports} : ${why}.`,
  pinhole: (address, ports) => `Le pare-feu de la box laisse passer ${ports} vers ${address}.`,
  noPinhole: (address, ports, why) => `Le pare-feu de la box ne laisse pas passer ${ports} vers ${address} : ${why}.`,
  why: {
    refused: "elle refuse, ou s'en sert elle-même",
    conflict: "une redirection mène déjà à une autre machine ou à un autre programme",
    "no-resources": "elle n'a plus de place",
    "no-network":
      "elle n'a pas d'adresse publique elle-même : elle est derrière une autre box, ou votre opérateur partage une adresse entre plusieurs abonnés (CGNAT)",
    "no-answer": "elle ne répond plus",
    "wrong-answer": "sa réponse est incompréhensible",
  },
  obstacle: {
    shared: (external) =>
      `La box elle-même a une adresse partagée entre plusieurs abonnés (CGNAT, ${external}) : personne n'arrive ici de l'extérieur en IPv4. Demandez à votre opérateur une adresse IPv4 publique rien que pour vous, ou passez par IPv6.`,
    "double-nat": (external) =>
      `La box est derrière une autre box (son adresse est ${external}) : redirigez-y les mêmes ports vers ${external}, ou passez l'une des deux en mode bridge.`,
    elsewhere: (external) =>
      `L'adresse de la box est ${external}, mais le monde en voit une autre : il y a une autre box ou une adresse partagée (CGNAT) entre les deux, ou l'adresse a changé.`,
  },
  noHairpin:
    "Depuis votre réseau, l'adresse publique ne mène pas ici (la box ne sait pas faire de boucle locale, « hairpin ») : sur votre Wi-Fi, il faut une adresse IPv6, ou une entrée DNS dans la box qui mène à cette machine.",
};
