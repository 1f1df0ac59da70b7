/** Where the providers of DNS have their forms, and what the fields are called there, in Spanish. */
import type { providers as en, fieldLabels as enLabels } from "../en/dns-providers.ts";

export const fieldLabels: typeof enLabels = {
  name: "Nombre",
  service: "Servicio",
  protocol: "Protocolo",
  ttl: "TTL",
  priority: "Prioridad",
  weight: "Peso",
  port: "Puerto",
  target: "Destino",
  value: "Destino",
};

export const providers: typeof en = {
  ovh: {
    name: "OVH",
    page: "https://www.ovh.com/manager/",
    path: (zone) => `Web Cloud → Dominios → ${zone} → Zona DNS → Añadir un registro`,
    labels: { name: "Subdominio" },
  },
  gandi: {
    name: "Gandi",
    page: "https://admin.gandi.net/",
    path: (zone) => `Dominio → ${zone} → Registros DNS → Añadir`,
    labels: { target: "Nombre de host" },
  },
  ionos: {
    name: "IONOS",
    page: "https://my.ionos.es/",
    path: (zone) => `Dominios y SSL → ${zone} → DNS → Añadir registro`,
    labels: { name: "Nombre del host", target: "Apunta a", value: "Apunta a" },
  },
  infomaniak: {
    name: "Infomaniak",
    page: "https://manager.infomaniak.com/",
    path: (zone) => `Dominios → ${zone} → Zona DNS → Añadir un registro`,
    labels: { name: "Origen" },
  },
  cloudflare: {
    name: "Cloudflare",
    page: "https://dash.cloudflare.com/",
    path: (zone) => `${zone} → DNS → Registros → Agregar registro`,
    labels: {},
    hint: "El estado de proxy tiene que ser «Solo DNS» (nube gris): el proxy de Cloudflare transporta páginas web, no mensajes.",
  },
  hetzner: {
    name: "Hetzner",
    page: "https://console.hetzner.com/",
    path: (zone) => `DNS → ${zone} → Records → Add record`,
    labels: {},
  },
  desec: {
    name: "deSEC",
    page: "https://desec.io/domains",
    path: (zone) => `${zone} → + (un registro nuevo)`,
    labels: { name: "Subname", target: "Content", value: "Content" },
  },
  porkbun: {
    name: "Porkbun",
    page: "https://porkbun.com/account/domainsSpeedy",
    path: (zone) => `${zone} → Details → DNS Records → Edit`,
    labels: { name: "Host", target: "Answer / Value", value: "Answer / Value" },
    hint: "Un dominio nuevo tiene un ALIAS y un * hacia la página de Porkbun: elimina antes los dos.",
  },
  duckdns: {
    name: "DuckDNS",
    page: "https://www.duckdns.org/",
    path: () => "tabla «domains» → current ip, ipv6",
    labels: {},
    hint: "No tiene registros SRV ni CNAME: se prueba el propio nombre en los puertos habituales, 5222 y 5269, y todo lo que está por debajo lleva a la misma dirección.",
  },
};
