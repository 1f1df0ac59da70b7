/** Where the providers of DNS have their forms, and what the fields are called there, in Dutch. */
import type { providers as en, fieldLabels as enLabels } from "../en/dns-providers.ts";

export const fieldLabels: typeof enLabels = {
  name: "Naam",
  service: "Service",
  protocol: "Protocol",
  ttl: "TTL",
  priority: "Prioriteit",
  weight: "Gewicht",
  port: "Poort",
  target: "Doel",
  value: "Doel",
};

export const providers: typeof en = {
  ovh: {
    name: "OVH",
    page: "https://www.ovh.com/manager/",
    path: (zone) => `in het menu: Web Cloud → Domain names → ${zone} → DNS zone → Add an entry`,
    labels: { name: "Sub-domain" },
  },
  gandi: {
    name: "Gandi",
    page: "https://admin.gandi.net/",
    path: (zone) => `Domain → ${zone} → DNS Records → Add`,
    labels: { target: "Hostname" },
  },
  ionos: {
    name: "IONOS",
    page: "https://my.ionos.com/",
    path: (zone) => `Domains & SSL → ${zone} → DNS → Add record`,
    labels: { name: "Host name (naam)", target: "Points to (doel)", value: "Points to (doel)" },
  },
  infomaniak: {
    name: "Infomaniak",
    page: "https://manager.infomaniak.com/",
    path: (zone) => `Domains → ${zone} → DNS zone → Add a record`,
    labels: { name: "Source" },
  },
  cloudflare: {
    name: "Cloudflare",
    page: "https://dash.cloudflare.com/",
    path: (zone) => `${zone} → DNS → Records → Add record`,
    labels: {},
    hint: "Proxy status moet “DNS only” zijn (een grijze wolk): de proxy van Cloudflare laat webpagina's door, geen berichten.",
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
    path: (zone) => `${zone} → + (een nieuwe recordset)`,
    labels: { name: "Subname", target: "Content", value: "Content" },
  },
  porkbun: {
    name: "Porkbun",
    page: "https://porkbun.com/account/domainsSpeedy",
    path: (zone) => `${zone} → Details → DNS Records → Edit`,
    labels: { name: "Host", target: "Answer / Value", value: "Answer / Value" },
    hint: "Een nieuw domein heeft een ALIAS en een * van de pagina van Porkbun zelf: verwijder die eerst allebei.",
  },
  duckdns: {
    name: "DuckDNS",
    page: "https://www.duckdns.org/",
    path: () => "tabel “domains” → current ip, ipv6",
    labels: {},
    hint: "Het heeft geen SRV- en geen CNAME-records: anderen proberen de naam zelf op de gewone poorten, 5222 en 5269, en alles eronder leidt naar hetzelfde adres.",
  },
};
