/** Who runs the name servers of a zone, and how its form wants names and targets to be written. */

export const PROVIDERS = [
  "ovh",
  "gandi",
  "ionos",
  "infomaniak",
  "cloudflare",
  "hetzner",
  "desec",
  "porkbun",
  "duckdns",
] as const;
export type Provider = (typeof PROVIDERS)[number];

/** The names of its name servers end like this. */
const NAME_SERVERS: Readonly<Record<Provider, readonly string[]>> = {
  ovh: [".ovh.net", ".anycast.me"],
  gandi: [".gandi.net"],
  ionos: [".ui-dns.com", ".ui-dns.de", ".ui-dns.org", ".ui-dns.biz"],
  infomaniak: [".infomaniak.com", ".infomaniak.ch"],
  cloudflare: [".ns.cloudflare.com"],
  hetzner: [".ns.hetzner.com", ".ns.hetzner.de"],
  desec: [".desec.io", ".desec.org"],
  porkbun: [".ns.porkbun.com"],
  duckdns: [".duckdns.org"],
};

/** The provider of which most of these name servers are. */
export function providerOf(nameServers: readonly string[]): Provider | undefined {
  const share = (provider: Provider): number =>
    nameServers.filter((server) => NAME_SERVERS[provider].some((end) => server.endsWith(end))).length;
  const [first] = PROVIDERS.toSorted((one, other) => share(other) - share(one));
  return first !== undefined && share(first) > nameServers.length / 2 ? first : undefined;
}

export interface FormStyle {
  /** Service and protocol are in the field of the name, or have their own; "both" where the form is not known. */
  readonly name: "joined" | "separate" | "both";
  /** What stands for the zone itself. */
  readonly apex: "@" | "";
  /** Whether a target ends with a dot; "both" where the form is not known. */
  readonly target: "dot" | "plain" | "both";
  /** The values of an SRV record are in one field, as in a zone file. */
  readonly isOneField: boolean;
}

const JOINED = { name: "joined", apex: "@", isOneField: false } as const;
const STYLES: Readonly<Record<Provider, FormStyle>> = {
  ovh: { ...JOINED, apex: "", target: "dot" },
  gandi: { ...JOINED, target: "dot" },
  ionos: { ...JOINED, name: "separate", target: "plain" },
  infomaniak: { ...JOINED, apex: "", target: "plain" },
  cloudflare: { ...JOINED, target: "plain" },
  hetzner: { ...JOINED, target: "dot" },
  desec: { ...JOINED, apex: "", target: "dot", isOneField: true },
  porkbun: { ...JOINED, apex: "", target: "plain" },
  // It has no form for records, but one for the address of each name.
  duckdns: { ...JOINED, target: "plain" },
};

export const formStyle = (provider: Provider | undefined): FormStyle =>
  provider === undefined ? { name: "both", apex: "@", target: "both", isOneField: false } : STYLES[provider];
