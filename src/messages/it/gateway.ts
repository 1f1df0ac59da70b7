/** What the router does, in Italian. */
import type { gateway as en } from "../en/gateway.ts";

const permit = "Permetti a questa macchina di aprire porte nelle impostazioni del router, o inoltrale lì tu.";
const ownPages = "Se tra queste c'è TCP 80 o 443: disattiva l'accesso remoto al router stesso, che la usa.";
const provider =
  "Chiedi al tuo operatore un indirizzo IPv4 pubblico tutto tuo, spesso gratuito; oppure passa per IPv6, senza inoltro di porte.";

export const gateway: typeof en = {
  protocols: { pcp: "PCP", "nat-pmp": "NAT-PMP", upnp: "UPnP" },
  looking: "Si cerca il router, e gli si chiedono le porte.",
  open: (router, protocol, ports, external) =>
    `Il router (${router}, ${protocol}) inoltra ${ports} a questa macchina${external ? `, da ${external}` : ""}.`,
  closed: (ports, why) => `Il router non apre ${ports}: ${why}.`,
  pinhole: (address, ports) => `Il firewall del router lascia passare ${ports} verso ${address}.`,
  noPinhole: (address, ports, why) => `Il firewall del router non lascia passare ${ports} verso ${address}: ${why}.`,
  why: {
    refused: ["rifiuta, o le usa lui stesso", permit, ownPages],
    conflict: [
      "un inoltro porta già a un'altra macchina o a un altro programma",
      "Elimina quell'inoltro nelle impostazioni del router, o fallo portare a questa macchina.",
    ],
    "no-resources": [
      "non ha più posto",
      "Elimina, nelle impostazioni del router, gli inoltri di cui nessuno ha bisogno.",
    ],
    "no-network": [
      "non ha lui stesso un indirizzo pubblico: è dietro un altro router, o il tuo operatore divide un indirizzo tra più clienti (CGNAT)",
      "Se ci sono due router, inoltra le porte anche in quello esterno, o metti uno dei due in modalità bridge.",
      provider,
    ],
    "no-answer": [
      "non risponde più",
      "È acceso? La richiesta verrà rifatta da sola, e le porte si apriranno al suo ritorno.",
    ],
    "wrong-answer": ["la sua risposta è incomprensibile", "Inoltra tu le porte nelle impostazioni del router."],
  },
  absent: [
    "Nessun router risponde (PCP, NAT-PMP, UPnP): non conosce nulla di tutto questo, o è disattivato nelle sue impostazioni.",
    "Attivane lì uno dei tre, o inoltra tu le porte e metti gateway.enabled = false.",
  ],
  obstacle: {
    shared: (external) => [
      `Il router stesso ha un indirizzo diviso tra più clienti (CGNAT, ${external}): da fuori, in IPv4, nessuno arriva qui.`,
      provider,
    ],
    "double-nat": (external) => [
      `Il router è dietro un altro router: il suo indirizzo è ${external}, e da fuori, in IPv4, nessuno arriva qui.`,
      `Inoltra le stesse porte a ${external} nel router esterno, o metti uno dei due in modalità bridge.`,
    ],
    elsewhere: (external) => [
      `L'indirizzo del router è ${external}, ma il mondo ne vede un altro: l'indirizzo è cambiato, oppure in mezzo c'è un altro router o un indirizzo condiviso (CGNAT).`,
      `Se è cambiato: jabber-home setup trova quello nuovo; con dns.update = true, viene seguito da sé.`,
      provider,
    ],
  },
  noHairpin: [
    "Dalla tua rete, l'indirizzo pubblico non porta qui (il router non sa rimandare indietro il traffico, «hairpin»).",
    "Sul tuo Wi-Fi serve un indirizzo IPv6, o una voce DNS nel router che porti a questa macchina.",
  ],
  ways: {
    livebox: "Livebox (http://livebox): Réseau, NAT/PAT; l'indirizzo fisso sotto DHCP",
    freebox: "Freebox (http://mafreebox.freebox.fr), nelle sue pagine: Paramètres de la Freebox, Gestion des ports",
    sfr: "SFR Box (http://192.168.1.1), nelle sue pagine: Réseau, NAT",
    bbox: "Bbox (https://mabbox.bytel.fr), nelle sue pagine: Services de la box, NAT/PAT",
    fritzbox: "Fritz!Box (http://fritz.box): Internet, Abilitazioni, Abilitazioni porte",
    speedport: "Speedport (http://speedport.ip), nelle sue pagine: Internet, Port forwarding",
    openwrt: "OpenWrt: Rete, Firewall, Inoltro delle porte",
    "tp-link": "TP-Link (http://tplinkwifi.net): Avanzate, NAT Forwarding, Server virtuali",
    netgear: "Netgear (http://routerlogin.net): Avanzate, Configurazione avanzata, Inoltro delle porte",
    asus: "Asus: WAN, Server virtuale / Port Forwarding",
    unifi: "UniFi: Impostazioni, Sicurezza, Port Forwarding",
    linksys: "Linksys: Sicurezza, App e giochi, Inoltro delle porte",
  },
  wayAt: (router) =>
    `Nelle impostazioni del router${router === undefined ? "" : ` (http://${router})`}, questo si chiama inoltro delle porte (port forwarding, port mapping), server virtuale o NAT.`,
  usual:
    "Fritz!Box: Internet, Abilitazioni. TP-Link: Avanzate, NAT Forwarding. Netgear: Configurazione avanzata, Inoltro delle porte. Altri: docs/router.md.",
};
