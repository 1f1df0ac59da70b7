/** Where the providers of DNS have their forms, and what the fields are called there, in Portuguese. */
import type { providers as en, fieldLabels as enLabels } from "../en/dns-providers.ts";

export const fieldLabels: typeof enLabels = {
  name: "Nome",
  service: "Serviço",
  protocol: "Protocolo",
  ttl: "TTL",
  priority: "Prioridade",
  weight: "Peso",
  port: "Porta",
  target: "Destino",
  value: "Valor",
};

export const providers: typeof en = {
  ovh: {
    name: "OVH",
    page: "https://www.ovh.com/manager/",
    path: (zone) => `Web Cloud → Nomes de domínio → ${zone} → Zona DNS → Adicionar uma entrada`,
    labels: { name: "Subdomínio", value: "Destino" },
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
    path: (zone) => `Domains & SSL → ${zone} → DNS → Add record (página em inglês)`,
    labels: { name: "«Host name»", target: "«Points to»", value: "«Points to»" },
  },
  infomaniak: {
    name: "Infomaniak",
    page: "https://manager.infomaniak.com/",
    path: (zone) => `Domains → ${zone} → DNS zone → Add a record (página em inglês)`,
    labels: { name: "Source", target: "Target", value: "Target" },
  },
  cloudflare: {
    name: "Cloudflare",
    page: "https://dash.cloudflare.com/",
    path: (zone) => `${zone} → DNS → Registos → Adicionar registo`,
    labels: { value: "Endereço ou conteúdo" },
    hint: "O estado do proxy tem de ser «Apenas DNS» (nuvem cinzenta): o proxy da Cloudflare transporta páginas web, não mensagens.",
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
    path: (zone) => `${zone} → + (novo registo)`,
    labels: { name: "Subname", target: "Content", value: "Content" },
  },
  porkbun: {
    name: "Porkbun",
    page: "https://porkbun.com/account/domainsSpeedy",
    path: (zone) => `${zone} → Details → DNS Records → Edit`,
    labels: { name: "Host", target: "Answer / Value", value: "Answer / Value" },
    hint: "Um domínio novo tem um ALIAS e um * para a página de Porkbun: elimine primeiro os dois.",
  },
  duckdns: {
    name: "DuckDNS",
    page: "https://www.duckdns.org/",
    path: () => "quadro «domains» → current ip, ipv6",
    labels: {},
    hint: "Não tem registos SRV nem CNAME: os outros tentam o próprio nome nas portas habituais, 5222 e 5269, e tudo o que está abaixo dele leva ao mesmo endereço.",
  },
};
