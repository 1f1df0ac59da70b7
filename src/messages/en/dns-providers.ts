/** Where the providers of DNS have their forms, and what the fields are called there, in English. */

export interface FieldLabels {
  readonly name: string;
  readonly service: string;
  readonly protocol: string;
  readonly ttl: string;
  readonly priority: string;
  readonly weight: string;
  readonly port: string;
  readonly target: string;
  /** Of an A, AAAA or CNAME record. */
  readonly value: string;
}

export interface ProviderPage {
  readonly name: string;
  readonly page: string;
  /** Where the form is on that page. */
  readonly path: (zone: string) => string;
  readonly labels: Partial<FieldLabels>;
  /** What has to be known besides. */
  readonly hint?: string;
}

export const fieldLabels: FieldLabels = {
  name: "Name",
  service: "Service",
  protocol: "Protocol",
  ttl: "TTL",
  priority: "Priority",
  weight: "Weight",
  port: "Port",
  target: "Target",
  value: "Target",
};

const page = (page: ProviderPage): ProviderPage => page;

export const providers = {
  ovh: page({
    name: "OVH",
    page: "https://www.ovh.com/manager/",
    path: (zone) => `Web Cloud → Domain names → ${zone} → DNS zone → Add an entry`,
    labels: { name: "Sub-domain" },
  }),
  gandi: page({
    name: "Gandi",
    page: "https://admin.gandi.net/",
    path: (zone) => `Domain → ${zone} → DNS Records → Add`,
    labels: { target: "Hostname" },
  }),
  ionos: page({
    name: "IONOS",
    page: "https://my.ionos.com/",
    path: (zone) => `Domains & SSL → ${zone} → DNS → Add record`,
    labels: { name: "Host name", target: "Points to", value: "Points to" },
  }),
  infomaniak: page({
    name: "Infomaniak",
    page: "https://manager.infomaniak.com/",
    path: (zone) => `Domains → ${zone} → DNS zone → Add a record`,
    labels: { name: "Source" },
  }),
  cloudflare: page({
    name: "Cloudflare",
    page: "https://dash.cloudflare.com/",
    path: (zone) => `${zone} → DNS → Records → Add record`,
    labels: {},
    hint: "Proxy status has to be “DNS only” (a grey cloud): Cloudflare's proxy carries web pages, not messages.",
  }),
  hetzner: page({
    name: "Hetzner",
    page: "https://console.hetzner.com/",
    path: (zone) => `DNS → ${zone} → Records → Add record`,
    labels: {},
  }),
  desec: page({
    name: "deSEC",
    page: "https://desec.io/domains",
    path: (zone) => `${zone} → + (a new record set)`,
    labels: { name: "Subname", target: "Content", value: "Content" },
  }),
  porkbun: page({
    name: "Porkbun",
    page: "https://porkbun.com/account/domainsSpeedy",
    path: (zone) => `${zone} → Details → DNS Records → Edit`,
    labels: { name: "Host", target: "Answer / Value", value: "Answer / Value" },
    hint: "A new domain has an ALIAS and a * of Porkbun's own page: remove both first.",
  }),
  duckdns: page({
    name: "DuckDNS",
    page: "https://www.duckdns.org/",
    path: () => "domains → current ip, ipv6",
    labels: {},
    hint: "It has no SRV and no CNAME records: the name itself is tried on the usual ports, 5222 and 5269, and everything below it leads to the same address.",
  }),
};
