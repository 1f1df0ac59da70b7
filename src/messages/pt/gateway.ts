/** What the router does, in Portuguese. */
import type { gateway as en } from "../en/gateway.ts";

const permit = "Autorize esta máquina a abrir portas nas definições do router, ou redirecione-as lá à mão.";
const ownPages = "Se TCP 80 ou 443 for uma delas: desative o acesso de fora ao próprio router, que as usa.";
const provider =
  "Peça à operadora um endereço IPv4 público só seu, muitas vezes gratuito; ou use IPv6, que dispensa redirecionar portas.";

export const gateway: typeof en = {
  protocols: { pcp: "PCP", "nat-pmp": "NAT-PMP", upnp: "UPnP" },
  looking: "Procura-se o router, e pedem-se-lhe as portas.",
  open: (router, protocol, ports, external) =>
    `O router (${router}, ${protocol}) redireciona ${ports} para esta máquina${external ? `, a partir de ${external}` : ""}.`,
  closed: (ports, why) => `O router não abre ${ports}: ${why}.`,
  pinhole: (address, ports) => `A firewall do router deixa passar ${ports} para ${address}.`,
  noPinhole: (address, ports, why) => `A firewall do router não deixa passar ${ports} para ${address}: ${why}.`,
  why: {
    refused: ["recusa, ou ele próprio as usa", permit, ownPages],
    conflict: [
      "já há um redirecionamento para outra máquina ou outro programa",
      "Elimine esse redirecionamento nas definições do router, ou faça-o levar a esta máquina.",
    ],
    "no-resources": [
      "não tem espaço para mais",
      "Elimine, nas definições do router, os redirecionamentos de que ninguém precisa.",
    ],
    "no-network": [
      "ele próprio não tem endereço público: está atrás de outro router, ou a operadora reparte um endereço por vários clientes (CGNAT)",
      "Se houver dois routers, redirecione as portas também no de fora, ou ponha um dos dois em modo bridge.",
      provider,
    ],
    "no-answer": [
      "deixou de responder",
      "Está ligado? O pedido repete-se sozinho, e as portas abrem-se quando ele voltar.",
    ],
    "wrong-answer": ["a resposta dele não faz sentido", "Redirecione as portas à mão nas definições do router."],
  },
  absent: [
    "Nenhum router responde (PCP, NAT-PMP, UPnP): não conhece nada disto, ou está desativado nas definições dele.",
    "Ative lá um dos três, ou redirecione as portas à mão e ponha gateway.enabled = false.",
  ],
  obstacle: {
    shared: (external) => [
      `O próprio router tem um endereço repartido por vários clientes (CGNAT, ${external}): de fora, ninguém chega aqui por IPv4.`,
      provider,
    ],
    "double-nat": (external) => [
      `O router está atrás de outro router: o endereço dele é ${external}, e de fora ninguém chega aqui por IPv4.`,
      `Redirecione as mesmas portas para ${external} no router de fora, ou ponha um dos dois em modo bridge.`,
    ],
    elsewhere: (external) => [
      `O endereço do router é ${external}, mas o mundo vê outro: o endereço mudou, ou há pelo meio outro router ou um endereço repartido (CGNAT).`,
      `Se mudou: jabber-home setup encontra o novo; com dns.update = true, passa a ser seguido sozinho.`,
      provider,
    ],
  },
  noHairpin: [
    "De dentro da sua rede, o endereço público não traz até aqui (o router não sabe dar a volta: «hairpin»).",
    "No seu Wi-Fi é preciso um endereço IPv6, ou uma entrada DNS no router que leve a esta máquina.",
  ],
  ways: {
    livebox: "Livebox (http://livebox): Réseau, NAT/PAT; o endereço fixo em DHCP",
    freebox: "Freebox (http://mafreebox.freebox.fr): Paramètres de la Freebox, Mode avancé, Gestion des ports",
    sfr: "SFR Box (http://192.168.1.1): Réseau, NAT",
    bbox: "Bbox (https://mabbox.bytel.fr): Services de la box, NAT/PAT",
    fritzbox: "Fritz!Box (http://fritz.box): Internet, Permit Access, Port Sharing (em inglês)",
    speedport: "Speedport (http://speedport.ip): Internet, Port forwarding (em inglês)",
    openwrt: "OpenWrt: Rede, Firewall, Encaminhamento de Portas",
    "tp-link": "TP-Link (http://tplinkwifi.net): Avançado, Encaminhamento NAT, Servidores virtuais",
    netgear: "Netgear (http://routerlogin.net): Avançado, Configuração avançada, Port Forwarding",
    asus: "Asus: WAN, Servidor virtual / Encaminhamento de portas",
    unifi: "UniFi: Definições, Segurança, Encaminhamento de portas",
    linksys: "Linksys: Segurança, Aplicações e jogos, Encaminhamento de portas",
  },
  wayAt: (router) =>
    `Nas definições do router${router === undefined ? "" : ` (http://${router})`}, chama-se redirecionamento ou encaminhamento de portas, servidor virtual ou NAT.`,
  usual:
    "TP-Link: Avançado, Encaminhamento NAT. Fritz!Box: Internet, Permit Access. Netgear: Configuração avançada, Port Forwarding. Outros: docs/router.md.",
};
