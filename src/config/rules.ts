/** Rules for values beyond their kind, and for several values together. */

import { isIP, isIPv4 } from "node:net";
import { isAbsolute } from "node:path";
import { bech32Bytes } from "../bech32.ts";
import { HOUR, SECOND } from "../clock.ts";
import { parseDomain, tryParseDomain } from "../jid/domain.ts";
import { whyUnreachable } from "../net/ip-address.ts";
import { isPrivateName } from "../special-names.ts";
import { auth } from "./auth-rules.ts";
import type { ConfigProblem } from "./error.ts";
import { parseFormerDomain } from "./former-domains.ts";
import { isLoopback, parseListener, parsePortRange } from "./listener.ts";
import { type Config, SERVER_OPTIONS } from "./schema.ts";
import { textsIn } from "./services.ts";
import { web } from "./web-rules.ts";

/** The problems of a configuration whose values are each of their kind. */
export function brokenRules(config: Config): readonly ConfigProblem[] {
  return [
    ...domains(config),
    ...addresses(config),
    ...listeners(config),
    ...web(config),
    ...turn(config),
    ...bosh(config),
    ...certificate(config),
    ...resolvers(config),
    ...dnsApi(config),
    ...limits(config),
    ...backup(config),
    ...metrics(config),
    ...subdomains(config),
    ...federationDomains(config),
    ...auth(config),
  ];
}

function domains({ general }: Config): ConfigProblem[] {
  const bad = general.domains.filter((domain) => !isName(domain));
  const problems = bad.map((value): ConfigProblem => ({ key: "domains", value, remedy: ["domain"] }));
  const prepared = general.domains.filter(isDomain).map(parseDomain);
  if (new Set(prepared).size < prepared.length)
    problems.push({ key: "domains", value: general.domains.join(", "), remedy: ["same-domain"] });
  for (const value of general.former_domains) {
    const former = parseFormerDomain(value);
    const isKnown = former && (former.now === undefined || prepared.includes(former.now));
    if (!isKnown || !isName(former.name) || prepared.includes(former.name))
      problems.push({ key: "former_domains", value, remedy: ["former-domain"] });
  }
  // RFC 2782: the target of an SRV record is a name.
  if (general.host !== "" && !isName(general.host))
    problems.push({ key: "host", value: general.host, remedy: ["host-name"] });
  return problems;
}

/** A domain that is no IP address: DNS, authorities and invitations know it by its name. */
const isName = (text: string): boolean => isDomain(text) && isIP(text.replace(/^\[|\]$/g, "")) === 0;
const isDomain = (text: string): boolean => tryParseDomain(text) !== undefined;

/** They have to be public, unless this server is for a network of its own. */
function addresses({ general, federation }: Config): ConfigProblem[] {
  return general.addresses.flatMap((value): ConfigProblem[] => {
    if (isIP(value) === 0) return [{ key: "addresses", value, remedy: ["ip-addresses"] }];
    const range = federation.private_addresses ? undefined : whyUnreachable(value);
    return range ? [{ key: "addresses", value, remedy: ["unreachable", { address: value, range }] }] : [];
  });
}

/** Two that would listen at one address and port. */
function listeners({ listen }: Config): ConfigProblem[] {
  const taken: { readonly key: string; readonly host: string; readonly port: number }[] = [];
  return Object.entries(listen).flatMap(([name, value]): ConfigProblem[] => {
    const address = parseListener(value);
    // The system chooses another one for each port 0.
    if (!address || address.port === 0) return [];
    const key = `listen.${name}`;
    const other = taken.find(({ host, port }) => port === address.port && isOneOf(host, address.host));
    taken.push({ key, ...address });
    return other ? [{ key, value, remedy: ["same-listener", { other: other.key }] }] : [];
  });
}

/** Whether one of the addresses is the other, or means it as well. */
const isOneOf = (one: string, other: string): boolean =>
  one === other || [one, other].includes("::") || ([one, other].includes("0.0.0.0") && isIPv4(one) && isIPv4(other));

function turn({ turn: { relay_ports: range, public_address: address } }: Config): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (parsePortRange(range) === undefined)
    problems.push({ key: "turn.relay_ports", value: range, remedy: ["port-range"] });
  if (address !== "" && !address.split(",").every((one) => isIP(one.trim()) > 0))
    problems.push({ key: "turn.public_address", value: address, remedy: ["ip-addresses"] });
  return problems;
}

/** XEP-0124 §22: each is told to clients in seconds, of which 65,535 are the most. */
function bosh({ bosh }: Config): ConfigProblem[] {
  return Object.entries(bosh)
    .filter(([, time]) => time < 2 * SECOND || time > HOUR)
    .map(([name, value]): ConfigProblem => ({ key: `bosh.${name}`, value, remedy: ["bosh-time"] }));
}

function certificate({ general, certificate: c }: Config): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  for (const name of ["directory", "trial_directory"] as const)
    if (!(URL.canParse(c[name]) && c[name].startsWith("https://")) && !(name === "trial_directory" && c[name] === ""))
      problems.push({ key: `certificate.${name}`, value: c[name], remedy: ["acme-directory"] });
  if (c.contact !== "" && !/^[^\s@,:]+@[^\s@,:]+$/.test(c.contact))
    problems.push({ key: "certificate.contact", value: c.contact, remedy: ["contact"] });
  const inside = general.domains.find(isPrivateName);
  if (c.source === "acme" && inside !== undefined && c.directory === SERVER_OPTIONS.certificate.directory.default)
    problems.push({ key: "certificate.source", value: c.source, remedy: ["no-authority", { domain: inside }] });
  if (c.source === "files")
    for (const name of ["chain_file", "key_file"] as const)
      if (c[name] === "") problems.push({ key: `certificate.${name}`, value: undefined, remedy: ["file-needed"] });
  return problems;
}

function resolvers({ dns }: Config): ConfigProblem[] {
  return dns.resolvers
    .filter((resolver) => !isResolver(resolver))
    .map((value): ConfigProblem => ({ key: "dns.resolvers", value, remedy: ["resolver"] }));
}

function dnsApi({ dns }: Config): ConfigProblem[] {
  if (dns.provider === "none" && dns.update)
    return [{ key: "dns.update", value: dns.update, remedy: ["update-needs-provider"] }];
  if (dns.provider === "none" || dns.token_file !== "") return [];
  return [{ key: "dns.token_file", value: undefined, remedy: ["token-file-needed", { provider: dns.provider }] }];
}

function backup({ backup: { folder, recipient } }: Config): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (!["backups", "off"].includes(folder) && !isAbsolute(folder))
    problems.push({ key: "backup.folder", value: folder, remedy: ["backup-folder"] });
  // Shown in logs: what may be a secret is not repeated.
  if (/^age-secret-key-/i.test(recipient))
    problems.push({ key: "backup.recipient", value: "AGE-SECRET-KEY-…", remedy: ["age-secret"] });
  else if (recipient !== "" && bech32Bytes("age", recipient)?.length !== AGE_KEY_BYTES)
    problems.push({ key: "backup.recipient", value: recipient, remedy: ["age-recipient"] });
  return problems;
}

/** Numbers say little about people, and that is nobody's business either. */
function metrics({ metrics: { listen, token } }: Config): ConfigProblem[] {
  const address = parseListener(listen);
  if (token !== "" && !/^[\x21-\x7e]{16,}$/.test(token))
    return [{ key: "metrics.token", value: "…", remedy: ["metrics-token"] }];
  if (!address || isLoopback(address) || token !== "") return [];
  return [{ key: "metrics.listen", value: listen, remedy: ["metrics-open"] }];
}

/** An X25519 key. */
const AGE_KEY_BYTES = 32;

function isResolver(text: string): boolean {
  const [, v6, v4, port] = /^(?:\[(.+)\]|([\d.]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  return isIP(v6 ?? v4 ?? text) > 0 && Number(port ?? 53) < 65536;
}

function limits({ limits: l }: Config): ConfigProblem[] {
  // RFC 6120 §13.12: a server must accept at least 10,000 bytes.
  return (["stanza_before_login", "stanza"] as const)
    .filter((name) => l[name] < 10_000)
    .map((name): ConfigProblem => ({ key: `limits.${name}`, value: l[name], remedy: ["small-stanzas"] }));
}

/** Other services are there. */
const TAKEN_LABELS: readonly string[] = ["pubsub", "proxy"];

/** Services are at subdomains of each domain. */
function subdomains({ modules }: Config): ConfigProblem[] {
  const isFree = (label: string): boolean => isDomain(`${label}.example.com`) && !TAKEN_LABELS.includes(label);
  return Object.entries(modules).flatMap(([name, { subdomain, also }]): ConfigProblem[] => {
    if (typeof subdomain !== "string") return [];
    const further = textsIn(also).filter((label) => !isFree(label));
    return [
      ...(isFree(subdomain) ? [] : [{ key: `${name}.subdomain`, value: subdomain, remedy: ["subdomain"] as const }]),
      ...further.map((value) => ({ key: `${name}.also`, value, remedy: ["subdomain"] as const })),
    ];
  });
}

/** Lists of other servers are lists of their domains. */
function federationDomains({ federation }: Config): ConfigProblem[] {
  return (["allow", "deny", "plaintext", "unverified"] as const).flatMap((name) =>
    federation[name]
      .filter((domain) => !isDomain(domain))
      .map((value): ConfigProblem => ({ key: `federation.${name}`, value, remedy: ["domains"] })),
  );
}
