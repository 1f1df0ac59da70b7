/** Rules for values beyond their kind, and for several values together. */
import { isIP } from "node:net";
import { parseDomain, tryParseDomain } from "../jid/domain.ts";
import { addressMessages } from "../messages/addresses.ts";
import { whyUnreachable } from "../net/ip-address.ts";
import { isPrivateName } from "../special-names.ts";
import type { ConfigProblem } from "./error.ts";
import { type Config, SERVER_OPTIONS } from "./schema.ts";

/** The problems of a configuration whose values are each of their kind. */
export function brokenRules(config: Config): readonly ConfigProblem[] {
  return [
    ...domains(config),
    ...addresses(config),
    ...listeners(config),
    ...certificate(config),
    ...resolvers(config),
    ...limits(config),
    ...subdomains(config),
    ...federationDomains(config),
  ];
}

function domains({ general }: Config): ConfigProblem[] {
  const bad = general.domains.filter((domain) => !isName(domain));
  const problems = bad.map((value) => ({
    key: "domains",
    value,
    remedy: "write the domain alone, such as example.com",
  }));
  const prepared = general.domains.filter(isDomain).map(parseDomain);
  if (new Set(prepared).size < prepared.length)
    problems.push({ key: "domains", value: general.domains.join(", "), remedy: "name each domain once" });
  // RFC 2782: the target of an SRV record is a name.
  if (general.host !== "" && !isName(general.host))
    problems.push({ key: "host", value: general.host, remedy: "write a host name, such as tintin.example.com" });
  return problems;
}

/** A domain that is no IP address: DNS, authorities and invitations know it by its name. */
const isName = (text: string): boolean => isDomain(text) && isIP(text.replace(/^\[|\]$/g, "")) === 0;
const isDomain = (text: string): boolean => tryParseDomain(text) !== undefined;

/** They have to be public, unless this server is for a network of its own. */
function addresses({ general, federation }: Config): ConfigProblem[] {
  return general.addresses.flatMap((value) => {
    const problem =
      isIP(value) === 0 ? "write IP addresses, such as 192.0.2.12 or 2001:db8::12" : addressProblem(value);
    const isRefused = isIP(value) === 0 || !federation.private_addresses;
    return problem !== undefined && isRefused ? [{ key: "addresses", value, remedy: problem }] : [];
  });
}

/** Why nobody on the Internet reaches an IP address, and what helps, in words. */
function addressProblem(address: string): string | undefined {
  const why = whyUnreachable(address);
  return why && addressMessages.en[why](address).join(" ");
}

function listeners({ listen }: Config): ConfigProblem[] {
  const taken = new Map<string, string>();
  return Object.entries(listen).flatMap(([name, address]) => {
    if (address === "off" || address.endsWith(":0")) return [];
    const other = taken.get(address);
    taken.set(address, name);
    return other ? [{ key: `listen.${name}`, value: address, remedy: `listen.${other} has it already` }] : [];
  });
}

function certificate({ general, certificate: c }: Config): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  for (const name of ["directory", "trial_directory"] as const)
    if (!(URL.canParse(c[name]) && c[name].startsWith("https://")) && !(name === "trial_directory" && c[name] === ""))
      problems.push({
        key: `certificate.${name}`,
        value: c[name],
        remedy: "write the address of an ACME directory, https://…",
      });
  if (c.contact !== "" && !/^[^\s@,:]+@[^\s@,:]+$/.test(c.contact))
    problems.push({
      key: "certificate.contact",
      value: c.contact,
      remedy: "write one e-mail address, such as me@example.com",
    });
  const inside = general.domains.find(isPrivateName);
  if (c.source === "acme" && inside !== undefined && c.directory === SERVER_OPTIONS.certificate.directory.default)
    problems.push({
      key: "certificate.source",
      value: c.source,
      remedy: `no public authority issues certificates for ${inside}: write self-signed or files`,
    });
  if (c.source === "files")
    for (const name of ["chain_file", "key_file"] as const)
      if (c[name] === "")
        problems.push({
          key: `certificate.${name}`,
          value: undefined,
          remedy: "name the file; source = files needs it",
        });
  return problems;
}

function resolvers({ dns }: Config): ConfigProblem[] {
  return dns.resolvers
    .filter((resolver) => !isResolver(resolver))
    .map((value) => ({
      key: "dns.resolvers",
      value,
      remedy: "write an IP address, with a port where it is not 53: 192.0.2.1, [2001:db8::1]:5353",
    }));
}

function isResolver(text: string): boolean {
  const [, v6, v4, port] = /^(?:\[(.+)\]|([\d.]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  return isIP(v6 ?? v4 ?? text) > 0 && Number(port ?? 53) < 65536;
}

function limits({ limits: l }: Config): ConfigProblem[] {
  // RFC 6120 §13.12: a server must accept at least 10,000 bytes.
  return (["stanza_before_login", "stanza"] as const)
    .filter((name) => l[name] < 10_000)
    .map((name) => ({
      key: `limits.${name}`,
      value: l[name],
      remedy: `write "10kB" or more: every client counts on that`,
    }));
}

/** Services are at subdomains of each domain. */
function subdomains({ modules }: Config): ConfigProblem[] {
  return Object.entries(modules).flatMap(([name, { subdomain }]) => {
    if (typeof subdomain !== "string" || (isDomain(`${subdomain}.example.com`) && subdomain !== "pubsub")) return [];
    return [{ key: `${name}.subdomain`, value: subdomain, remedy: "write a name that is free, such as rooms" }];
  });
}

/** Lists of other servers are lists of their domains. */
function federationDomains({ federation }: Config): ConfigProblem[] {
  return (["allow", "deny", "plaintext", "unverified"] as const).flatMap((name) =>
    federation[name]
      .filter((domain) => !isDomain(domain))
      .map((value) => ({ key: `federation.${name}`, value, remedy: "write domains alone, such as example.com" })),
  );
}
