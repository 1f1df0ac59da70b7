/** Where the providers of DNS have their forms, and what the fields are called there, in Italian. */
import type { providers as en, fieldLabels as enLabels } from "../en/dns-providers.ts";

export const fieldLabels: typeof enLabels = {
  name: "Nome",
  service: "Servizio",
  protocol: "Protocollo",
  ttl: "TTL",
  priority: "Priorità",
  weight: "Peso",
  port: "Porta",
  target: "Destinazione",
  value: "Destinazione",
};

export const providers: typeof en = {
  ovh: {
    name: "OVH",
    page: "https://www.ovh.com/manager/",
    path: (zone) => `Web Cloud → Domini → ${zone} → Zona DNS → Aggiungi un record`,
    labels: { name: "Sottodominio" },
  },
  gandi: {
    name: "Gandi",
    page: "https://admin.gandi.net/",
    path: (zone) => `Domini → ${zone} → Record DNS → Aggiungi`,
    labels: { target: "Nome host" },
  },
  ionos: {
    name: "IONOS",
    page: "https://my.ionos.it/",
    path: (zone) => `Domini e SSL → ${zone} → DNS → Aggiungi record`,
    labels: { name: "Nome host", target: "Punta a", value: "Punta a" },
  },
  infomaniak: {
    name: "Infomaniak",
    page: "https://manager.infomaniak.com/",
    path: (zone) => `Domini → ${zone} → Zona DNS → Aggiungi un record`,
    labels: { name: "Sorgente" },
  },
  cloudflare: {
    name: "Cloudflare",
    page: "https://dash.cloudflare.com/",
    path: (zone) => `${zone} → DNS → Record → Aggiungi record`,
    labels: {},
    hint: "Lo stato del proxy deve essere «Solo DNS» (nuvola grigia): il proxy di Cloudflare trasporta pagine web, non messaggi.",
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
    path: (zone) => `${zone} → + (nuovo record)`,
    labels: { name: "Subname", target: "Content", value: "Content" },
  },
  porkbun: {
    name: "Porkbun",
    page: "https://porkbun.com/account/domainsSpeedy",
    path: (zone) => `${zone} → Details → DNS Records → Edit`,
    labels: { name: "Host", target: "Answer / Value", value: "Answer / Value" },
    hint: "Un dominio nuovo ha un ALIAS e un * verso la pagina di Porkbun: prima elimina entrambi.",
  },
  duckdns: {
    name: "DuckDNS",
    page: "https://www.duckdns.org/",
    path: () => "tabella «domains» → current ip, ipv6",
    labels: {},
    hint: "Non ha record SRV né CNAME: gli altri provano il nome stesso sulle porte abituali, 5222 e 5269, e tutto ciò che sta sotto quel nome porta allo stesso indirizzo.",
  },
};
