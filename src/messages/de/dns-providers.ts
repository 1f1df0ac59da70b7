/** Where the providers of DNS have their forms, and what the fields are called there, in German. */
import type { providers as en, fieldLabels as enLabels } from "../en/dns-providers.ts";

export const fieldLabels: typeof enLabels = {
  name: "Name",
  service: "Dienst",
  protocol: "Protokoll",
  ttl: "TTL",
  priority: "Priorität",
  weight: "Gewicht",
  port: "Port",
  target: "Ziel",
  value: "Ziel",
};

export const providers: typeof en = {
  ovh: {
    name: "OVH",
    page: "https://www.ovh.com/manager/",
    path: (zone) => `Web Cloud → Domainnamen → ${zone} → DNS-Zone → Eintrag hinzufügen`,
    labels: { name: "Subdomain" },
  },
  gandi: {
    name: "Gandi",
    page: "https://admin.gandi.net/",
    path: (zone) => `Domain → ${zone} → DNS-Einträge → Hinzufügen`,
    labels: { target: "Hostname" },
  },
  ionos: {
    name: "IONOS",
    page: "https://my.ionos.de/",
    path: (zone) => `Domains & SSL → ${zone} → DNS → Record hinzufügen`,
    labels: { name: "Hostname", target: "Zeigt auf", value: "Zeigt auf" },
  },
  infomaniak: {
    name: "Infomaniak",
    page: "https://manager.infomaniak.com/",
    path: (zone) => `Domains → ${zone} → DNS-Zone → Eintrag hinzufügen`,
    labels: { name: "Quelle" },
  },
  cloudflare: {
    name: "Cloudflare",
    page: "https://dash.cloudflare.com/",
    path: (zone) => `${zone} → DNS → Einträge → Eintrag hinzufügen`,
    labels: {},
    hint: "Der Proxy-Status muss „Nur DNS“ sein (graue Wolke): Der Proxy von Cloudflare befördert Webseiten, keine Nachrichten.",
  },
  hetzner: {
    name: "Hetzner",
    page: "https://console.hetzner.com/",
    path: (zone) => `DNS → ${zone} → Records → Record hinzufügen`,
    labels: {},
  },
  desec: {
    name: "deSEC",
    page: "https://desec.io/domains",
    path: (zone) => `${zone} → + (neuer Eintrag)`,
    labels: { name: "Subname", target: "Content", value: "Content" },
  },
  porkbun: {
    name: "Porkbun",
    page: "https://porkbun.com/account/domainsSpeedy",
    path: (zone) => `${zone} → Details → DNS Records → Edit`,
    labels: { name: "Host", target: "Answer / Value", value: "Answer / Value" },
    hint: "Eine neue Domain hat einen ALIAS und einen * zur Seite von Porkbun: Lösche zuerst beide.",
  },
  duckdns: {
    name: "DuckDNS",
    page: "https://www.duckdns.org/",
    path: () => "Tabelle „domains“ → current ip, ipv6",
    labels: {},
    hint: "Dort gibt es weder SRV- noch CNAME-Einträge: Andere probieren den Namen selbst an den üblichen Ports, 5222 und 5269, und alles darunter führt zur selben Adresse.",
  },
};
