/** Records that are written by a provider's API, in French. */
import type { dnsApi as en } from "../en/dns-api.ts";

export const dnsApi: typeof en = {
  names: {
    rfc2136: "votre serveur de noms",
    desec: "deSEC",
    gandi: "Gandi",
    ovh: "OVH",
    cloudflare: "Cloudflare",
    hetzner: "Hetzner",
    infomaniak: "Infomaniak",
    porkbun: "Porkbun",
    duckdns: "DuckDNS",
    dyndns2: "le service dyndns2",
  },
  plan: (provider) =>
    `À écrire chez ${provider}, chacun à la place de ce qui est maintenant sous le même nom et le même type :`,
  removed: "supprimer",
  nothing: "Rien à écrire : tous les enregistrements y sont.",
  leftOut: (provider, types) =>
    `${provider} n'a pas d'enregistrements de type ${types} : on les laisse de côté. Sans enregistrements SRV, les autres essaient le nom lui-même sur les ports habituels, 5222 et 5269.`,
  question: "Écrire ces enregistrements ?",
  notAsked: "rien n'a été écrit : cela remplace ce qui est dans le DNS",
  notDone: "Rien n'a été écrit.",
  written: (provider) => `C'est écrit. On regarde ce qu'en disent les serveurs de noms de ${provider}.`,
  noProvider: "config.toml ne nomme aucun fournisseur dont l'API pourrait écrire des enregistrements",
  noProviderRemedy: "réglez-y dns.provider et dns.token_file (docs/dns.md)",
  problems: {
    unreachable: (provider, detail) => `${provider} n'est pas joignable : ${detail}`,
    unreadable: (provider, detail) => `La réponse de ${provider} n'a pas de sens : ${detail}`,
    credentials: (provider, detail) => `${provider} n'accepte pas le jeton pour cela : ${detail}`,
    clock: (provider, _detail) => `L'horloge de cette machine et celle de ${provider} diffèrent trop.`,
    "no-zone": (provider, detail) => `${provider} n'a pas cette zone pour ce jeton : ${detail}`,
    "too-many": (provider, detail) => `${provider} veut moins de requêtes : ${detail}`,
    refused: (provider, detail) => `${provider} refuse : ${detail}`,
    unsupported: (provider, detail) => `${provider} n'a pas d'enregistrements ${detail}.`,
    "file-unreadable": (_provider, detail) => `Le fichier de dns.token_file ne se laisse pas lire : ${detail}`,
    "file-open": (_provider, detail) => `D'autres peuvent lire ${detail}, qui contient un jeton.`,
    "file-incomplete": (_provider, detail) => `Dans le fichier de dns.token_file, il manque ceci : ${detail}`,
  },
  remedies: {
    unreachable: "réessayez plus tard",
    unreadable: "réessayez plus tard ; si cela dure, posez les enregistrements à la main",
    credentials: "créez un nouveau jeton qui peut modifier cette zone, et mettez-le dans le fichier de dns.token_file",
    clock: "réglez l'horloge (avec systemd : timedatectl set-ntp true)",
    "no-zone": "vérifiez que le domaine est dans ce compte, et que le jeton vaut pour lui",
    "too-many": "attendez une heure, puis réessayez",
    refused: "posez cet enregistrement à la main, ou voyez la page du fournisseur",
    unsupported: "posez-le à la main là où c'est possible, ou prenez un autre fournisseur",
    "file-unreadable": "écrivez-le, avec le jeton dedans (docs/dns.md)",
    "file-open": "ne le laissez lire qu'à son propriétaire : chmod 600 FICHIER",
    "file-incomplete": "écrivez des lignes comme clé = valeur (docs/dns.md)",
  },
  offer: (provider) =>
    `jabber-home peut les écrire lui-même (jabber-home dns --write) avec un jeton de ${provider}, dans un fichier que nomme dns.token_file :`,
  tokens: {
    rfc2136: "une clé TSIG à part (tsig-keygen), et une update-policy qui ne lui accorde que cette zone",
    desec:
      "desec.io → Token management : un jeton sans « perform_manage_tokens », avec une règle (policy) pour ce seul domaine",
    gandi:
      "admin.gandi.net → Organisations → Jetons d'accès personnel : pour ce seul domaine, « Gérer la configuration technique des domaines »",
    ovh: "eu.api.ovh.com/createToken : GET, POST et DELETE sur /domain/zone/VOTRE-DOMAINE/*, rien d'autre",
    hetzner: "console.hetzner.com → un projet à part pour la zone → Security → API tokens : « Read & Write »",
    infomaniak: "manager.infomaniak.com → Jetons API : avec dns:read et dns:write, rien d'autre",
    porkbun: "porkbun.com/account/api : une clé, et « API access » activé pour ce seul domaine",
    duckdns: "duckdns.org montre le jeton du compte, qui vaut pour tous ses noms : créez un compte pour celui-ci",
    dyndns2: "un compte ou un mot de passe pour ce seul nom, si le service en propose",
    cloudflare: "dash.cloudflare.com → My profile → API tokens : « Edit zone DNS », pour cette seule zone",
  },
};
