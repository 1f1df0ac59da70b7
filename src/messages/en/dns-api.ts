/** Records that are written by a provider's API, in English. */

export const dnsApi = {
  names: {
    rfc2136: "your name server",
    desec: "deSEC",
    gandi: "Gandi",
    ovh: "OVH",
    cloudflare: "Cloudflare",
    hetzner: "Hetzner",
    infomaniak: "Infomaniak",
    porkbun: "Porkbun",
    duckdns: "DuckDNS",
    dyndns2: "the dyndns2 service",
  },
  plan: (provider: string) => `To be written at ${provider}, each in place of what is at its name and type now:`,
  removed: "remove",
  nothing: "Nothing to write: all records are there.",
  leftOut: (provider: string, types: string) =>
    `${provider} has no records of the type ${types}: those are left out. Without SRV records, others try the name itself on the usual ports, 5222 and 5269.`,
  question: "Write these records?",
  notAsked: "nothing was written: it replaces what is in DNS",
  notDone: "Nothing was written.",
  written: (provider: string) => `Written. Looking at what the name servers of ${provider} say now.`,
  noProvider: "config.toml names no provider whose API could write records",
  noProviderRemedy: "set dns.provider and dns.token_file there (docs/dns.md)",
  /** With `detail`: what the provider says, or the file. */
  problems: {
    unreachable: (provider: string, detail: string) => `${provider} cannot be reached: ${detail}`,
    unreadable: (provider: string, detail: string) => `The answer of ${provider} makes no sense: ${detail}`,
    credentials: (provider: string, detail: string) => `${provider} does not accept the token for this: ${detail}`,
    clock: (provider: string, _detail: string) => `The clocks of this machine and of ${provider} differ too much.`,
    "no-zone": (provider: string, detail: string) => `${provider} has no such zone for this token: ${detail}`,
    "too-many": (provider: string, detail: string) => `${provider} wants fewer requests: ${detail}`,
    refused: (provider: string, detail: string) => `${provider} refuses: ${detail}`,
    unsupported: (provider: string, detail: string) => `${provider} has no ${detail} records.`,
    "file-unreadable": (_provider: string, detail: string) => `The file of dns.token_file cannot be read: ${detail}`,
    "file-open": (_provider: string, detail: string) => `Others may read ${detail}, which has a token in it.`,
    "file-incomplete": (_provider: string, detail: string) =>
      `In the file of dns.token_file, this is missing: ${detail}`,
  },
  remedies: {
    unreachable: "try again later",
    unreadable: "try again later; if it stays so, set the records by hand",
    credentials: "make a new token that may change this zone, and put it into the file of dns.token_file",
    clock: "set the clock (systems with systemd: timedatectl set-ntp true)",
    "no-zone": "look whether the domain is in that account, and whether the token is for it",
    "too-many": "wait an hour, then try again",
    refused: "set this record by hand, or see the provider's page",
    unsupported: "set it by hand where you can, or use another provider",
    "file-unreadable": "write it, with the token in it (docs/dns.md)",
    "file-open": "let its owner alone read it: chmod 600 FILE",
    "file-incomplete": "write lines such as key = value (docs/dns.md)",
  },
  offer: (provider: string) =>
    `jabber-home can write these itself (jabber-home dns --write) with a token of ${provider}, in a file that dns.token_file names:`,
  /** How a token is made that can do no more than it has to. */
  tokens: {
    rfc2136: "a TSIG key of its own (tsig-keygen), and an update-policy that grants it this zone alone",
    desec: "desec.io → Token management: a token without “perform_manage_tokens”, with a policy for this domain alone",
    gandi:
      "admin.gandi.net → Organizations → Personal access tokens: for this domain alone, “Manage domain name technical configurations”",
    ovh: "eu.api.ovh.com/createToken: GET, POST and DELETE on /domain/zone/YOUR-DOMAIN/*, nothing else",
    hetzner: "console.hetzner.com → a project of its own for the zone → Security → API tokens: “Read & Write”",
    infomaniak: "manager.infomaniak.com → API tokens: with dns:read and dns:write, nothing else",
    porkbun: "porkbun.com/account/api: a key, and “API access” switched on for this domain alone",
    duckdns: "duckdns.org shows the token of the account; it is for all its names: make an account for this one",
    dyndns2: "an account or a password for this one name, where the service has such",
    cloudflare: "dash.cloudflare.com → My profile → API tokens: “Edit zone DNS”, for this zone alone",
  },
};
