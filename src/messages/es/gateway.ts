/** What the router does, in Spanish. */
import type { gateway as en } from "../en/gateway.ts";

const permit = "Permite a este equipo abrir puertos en los ajustes del router, o redirígelos allí a mano.";
const ownPages =
  "Si entre ellos está TCP 80 o 443: desactiva el acceso desde fuera al propio router, que es quien los usa.";
const provider =
  "Pide a tu operador una dirección IPv4 pública propia, a menudo gratis; o usa IPv6, que no necesita redirigir puertos.";

export const gateway: typeof en = {
  protocols: { pcp: "PCP", "nat-pmp": "NAT-PMP", upnp: "UPnP" },
  looking: "Buscando el router y pidiéndole los puertos.",
  open: (router, protocol, ports, external) =>
    `El router (${router}, ${protocol}) trae ${ports} hasta aquí${external ? `, desde ${external}` : ""}.`,
  closed: (ports, why) => `El router no abre ${ports}: ${why}.`,
  pinhole: (address, ports) => `El cortafuegos del router deja pasar ${ports} hasta ${address}.`,
  noPinhole: (address, ports, why) => `El cortafuegos del router no deja pasar ${ports} hasta ${address}: ${why}.`,
  why: {
    refused: ["se niega, o usa él mismo el puerto", permit, ownPages],
    conflict: [
      "ya lleva desde allí a otro equipo o programa",
      "Elimina esa entrada en los ajustes del router, o haz que lleve a este equipo.",
    ],
    "no-resources": ["no tiene sitio para más", "Elimina en los ajustes del router las entradas que nadie necesita."],
    "no-network": [
      "él mismo no tiene dirección pública: está detrás de otro router, o tu operador reparte una dirección entre muchos clientes (CGNAT)",
      "Si hay dos routers, redirige los puertos también en el de fuera, o pon uno de los dos en modo puente.",
      provider,
    ],
    "no-answer": [
      "ya no responde",
      "¿Está encendido? Se le vuelve a preguntar automáticamente, y los puertos se abren cuando vuelva.",
    ],
    "wrong-answer": ["su respuesta no tiene sentido", "Redirige los puertos a mano en los ajustes del router."],
  },
  absent: [
    "No responde ningún router (PCP, NAT-PMP, UPnP): no conoce ninguno de los tres, o están desactivados en sus ajustes.",
    "Activa allí uno de ellos, o redirige los puertos a mano y pon gateway.enabled = false.",
  ],
  obstacle: {
    shared: (external) => [
      `El propio router tiene una dirección que comparten muchos clientes (CGNAT, ${external}): desde fuera nadie llega hasta aquí por IPv4.`,
      provider,
    ],
    "double-nat": (external) => [
      `El router está detrás de otro router: su dirección es ${external}, y desde fuera nadie llega hasta aquí por IPv4.`,
      `Redirige los mismos puertos en el router de fuera a ${external}, o pon uno de los dos en modo puente.`,
    ],
    elsewhere: (external) => [
      `La dirección del router es ${external}, pero desde fuera se ve otra: la dirección ha cambiado, o hay de por medio otro router o una dirección compartida (CGNAT).`,
      `Si ha cambiado: jabber-home setup encuentra la nueva; con dns.update = true se sigue sola.`,
      provider,
    ],
  },
  noHairpin: [
    "Dentro de tu red, la dirección pública no lleva hasta aquí (el router no tiene «hairpin NAT»).",
    "Las aplicaciones de tu wifi necesitan una dirección IPv6, o una entrada DNS en el router que lleve a este equipo.",
  ],
  ways: {
    livebox: "Livebox (http://livebox): Red, NAT/PAT; la dirección fija, en DHCP",
    freebox:
      "Freebox (http://mafreebox.freebox.fr), en francés: Paramètres de la Freebox, Mode avancé, Gestion des ports",
    sfr: "SFR Box (http://192.168.1.1), en francés: Réseau, NAT",
    bbox: "Bbox (https://mabbox.bytel.fr), en francés: Services de la box, NAT/PAT",
    fritzbox: "Fritz!Box (http://fritz.box): Internet, Permitir acceso, Permisos de puertos",
    speedport: "Speedport (http://speedport.ip): Internet, reenvío de puertos (Port forwarding)",
    openwrt: "OpenWrt: Red, Cortafuegos, Reenvío de puertos",
    "tp-link": "TP-Link (http://tplinkwifi.net): Avanzado, Reenvío NAT, Servidores virtuales",
    netgear: "Netgear (http://routerlogin.net): Avanzado, Configuración avanzada, Reenvío de puertos",
    asus: "Asus: WAN, Servidor virtual / Reenvío de puertos",
    unifi: "UniFi: Ajustes, Seguridad, Reenvío de puertos",
    linksys: "Linksys: Seguridad, Aplicaciones y juegos, Reenvío de puertos",
  },
  wayAt: (router) =>
    `En los ajustes del router${router === undefined ? "" : ` (http://${router})`} esto se llama reenvío o apertura de puertos, servidor virtual o NAT.`,
  usual:
    "Livebox: Red, NAT/PAT. Fritz!Box: Internet, Permitir acceso. TP-Link: Avanzado, Reenvío NAT. Otros: docs/router.md.",
};
