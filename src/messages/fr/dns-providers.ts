/** Where the providers of DNS have their forms, and what the fields are called there, in French. */
import type { providers as en, fieldLabels as enLabels } from "../en/dns-providers.ts";

export const fieldLabels: typeof enLabels = {
  name: "Nom",
  service: "Service",
  protocol: "Protocole",
  ttl: "TTL",
  priority: "Priorité",
  weight: "Poids",
  port: "Port",
  target: "Cible",
  value: "Cible",
};

export const providers: typeof en = {
  ovh: {
    name: "OVH",
    page: "https://www.ovh.com/manager/",
    path: (zone) => `Web Cloud → Noms de domaine → ${zone} → Zone DNS → Ajouter une entrée`,
    labels: { name: "Sous-domaine" },
  },
  gandi: {
    name: "Gandi",
    page: "https://admin.gandi.net/",
    path: (zone) => `Nom de domaine → ${zone} → Enregistrements DNS → Ajouter`,
    labels: { target: "Nom d'hôte" },
  },
  ionos: {
    name: "IONOS",
    page: "https://my.ionos.fr/",
    path: (zone) => `Domaines & SSL → ${zone} → DNS → Ajouter un enregistrement`,
    labels: { name: "Nom d'hôte", target: "Renvoie vers", value: "Renvoie vers" },
  },
  infomaniak: {
    name: "Infomaniak",
    page: "https://manager.infomaniak.com/",
    path: (zone) => `Domaines → ${zone} → Zone DNS → Ajouter un enregistrement`,
    labels: { name: "Source" },
  },
  cloudflare: {
    name: "Cloudflare",
    page: "https://dash.cloudflare.com/",
    path: (zone) => `${zone} → DNS → Enregistrements → Ajouter un enregistrement`,
    labels: {},
    hint: "L'état du proxy doit être « DNS uniquement » (nuage gris) : le proxy de Cloudflare transporte des pages web, pas des messages.",
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
    path: (zone) => `${zone} → + (nouvel enregistrement)`,
    labels: { name: "Subname", target: "Content", value: "Content" },
  },
  porkbun: {
    name: "Porkbun",
    page: "https://porkbun.com/account/domainsSpeedy",
    path: (zone) => `${zone} → Details → DNS Records → Edit`,
    labels: { name: "Host", target: "Answer / Value", value: "Answer / Value" },
    hint: "Un domaine neuf a un ALIAS et un * vers la page de Porkbun : supprimez d'abord les deux.",
  },
  duckdns: {
    name: "DuckDNS",
    page: "https://www.duckdns.org/",
    path: () => "tableau « domains » → current ip, ipv6",
    labels: {},
    hint: "Il n'a ni enregistrements SRV ni CNAME : les autres essaient le nom lui-même sur les ports habituels, 5222 et 5269, et tout ce qui est en dessous mène à la même adresse.",
  },
};
