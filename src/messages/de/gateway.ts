/** What the router does, in German. */
import type { gateway as en } from "../en/gateway.ts";

const permit =
  "Erlaube diesem Rechner in den Einstellungen des Routers, Ports zu öffnen, oder leite sie dort selbst weiter.";
const ownPages = "Ist TCP 80 oder 443 dabei: Schalte den Zugang zum Router selbst von außen ab; der belegt sie.";
const provider =
  "Bitte deinen Anbieter um eine eigene öffentliche IPv4-Adresse, oft kostenlos; oder nimm IPv6, wo Ports keine Weiterleitung brauchen.";

export const gateway: typeof en = {
  protocols: { pcp: "PCP", "nat-pmp": "NAT-PMP", upnp: "UPnP" },
  looking: "Der Router wird gesucht und um die Ports gebeten.",
  open: (router, protocol, ports, external) =>
    `Der Router (${router}, ${protocol}) leitet ${ports} hierher${external ? `, von ${external}` : ""}.`,
  closed: (ports, why) => `Der Router öffnet ${ports} nicht: ${why}.`,
  pinhole: (address, ports) => `Die Firewall des Routers lässt ${ports} zu ${address} durch.`,
  noPinhole: (address, ports, why) => `Die Firewall des Routers lässt ${ports} nicht zu ${address} durch: ${why}.`,
  why: {
    refused: ["er lehnt ab oder braucht den Port selbst", permit, ownPages],
    conflict: [
      "er leitet dort schon zu einem anderen Rechner oder Programm",
      "Lösche diesen Eintrag in den Einstellungen des Routers, oder lass ihn zu diesem Rechner führen.",
    ],
    "no-resources": [
      "er hat keinen Platz für mehr",
      "Lösche in den Einstellungen des Routers Einträge, die niemand braucht.",
    ],
    "no-network": [
      "er hat selbst keine öffentliche Adresse, steht also hinter einem anderen Router, oder dein Anbieter teilt eine Adresse unter vielen Kunden auf (CGNAT)",
      "Gibt es zwei Router, leite die Ports auch im äußeren weiter, oder stelle einen der beiden auf Bridge-Modus.",
      provider,
    ],
    "no-answer": [
      "er antwortet nicht mehr",
      "Ist er eingeschaltet? Er wird von selbst noch einmal gefragt, und die Ports öffnen sich, wenn er wieder da ist.",
    ],
    "wrong-answer": [
      "seine Antwort ergibt keinen Sinn",
      "Leite die Ports in den Einstellungen des Routers selbst weiter.",
    ],
  },
  absent: [
    "Kein Router antwortet (PCP, NAT-PMP, UPnP): Er kann nichts davon, oder es ist in seinen Einstellungen ausgeschaltet.",
    "Schalte dort eines davon ein, oder leite die Ports selbst weiter und setze gateway.enabled = false.",
  ],
  obstacle: {
    shared: (external) => [
      `Der Router selbst hat eine Adresse, die sich viele Kunden teilen (CGNAT, ${external}): Von außen kommt über IPv4 niemand hierher.`,
      provider,
    ],
    "double-nat": (external) => [
      `Der Router steht hinter einem anderen Router: Seine Adresse ist ${external}, und von außen kommt über IPv4 niemand hierher.`,
      `Leite im äußeren Router dieselben Ports an ${external} weiter, oder stelle einen der beiden auf Bridge-Modus.`,
    ],
    elsewhere: (external) => [
      `Die Adresse des Routers ist ${external}, aber die Welt sieht eine andere: Sie hat sich geändert, oder es steht noch ein Router oder eine geteilte Adresse (CGNAT) dazwischen.`,
      `Hat sie sich geändert: jabber-home setup findet die neue; mit dns.update = true wird ihr von selbst gefolgt.`,
      provider,
    ],
  },
  noHairpin: [
    "Innerhalb deines Netzes führt die öffentliche Adresse nicht hierher (der Router kann kein „Hairpin-NAT“).",
    "Apps in deinem WLAN brauchen eine IPv6-Adresse, oder einen DNS-Eintrag im Router, der zu diesem Rechner führt.",
  ],
  ways: {
    livebox: "Livebox (http://livebox): Réseau, NAT/PAT; die feste Adresse unter DHCP",
    freebox: "Freebox (http://mafreebox.freebox.fr): Paramètres de la Freebox, Mode avancé, Gestion des ports",
    sfr: "SFR Box (http://192.168.1.1): Réseau, NAT",
    bbox: "Bbox (https://mabbox.bytel.fr): Services de la box, NAT/PAT",
    fritzbox: "Fritz!Box (http://fritz.box): Internet, Freigaben, Portfreigaben",
    speedport: "Speedport (http://speedport.ip): Internet, Portfreischaltung",
    openwrt: "OpenWrt: Netzwerk, Firewall, Portweiterleitungen",
    "tp-link": "TP-Link (http://tplinkwifi.net): Erweitert, NAT-Weiterleitung, Virtuelle Server",
    netgear: "Netgear (http://routerlogin.net): Erweitert, Erweiterte Einrichtung, Portweiterleitung",
    asus: "Asus: WAN, Virtueller Server / Portweiterleitung",
    unifi: "UniFi: Einstellungen, Sicherheit, Portweiterleitung",
    linksys: "Linksys: Sicherheit, Apps und Spiele, Portweiterleitung",
  },
  wayAt: (router) =>
    `In den Einstellungen des Routers${router === undefined ? "" : ` (http://${router})`} heißt das Portfreigabe, Portweiterleitung oder NAT.`,
  usual:
    "Fritz!Box: Internet, Freigaben, Portfreigaben. Speedport: Internet, Portfreischaltung. TP-Link: Erweitert, NAT-Weiterleitung. Andere: docs/router.md.",
};
