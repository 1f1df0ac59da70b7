/** Which names the certificate is for, and where each of them leads. */
import { canonicalAddress } from "../net/ip-address.ts";
import type { Resolver, Unasked } from "../net/resolver.ts";
import type { ChallengeType } from "./challenges/challenge.ts";
import { covers } from "./facts.ts";

export type Destination =
  | { readonly kind: "here"; readonly addresses: readonly string[] }
  /** At least one address is somebody else's: `strays`. */
  | { readonly kind: "elsewhere"; readonly addresses: readonly string[]; readonly strays: readonly string[] }
  /** It has no address. */
  | { readonly kind: "nowhere" }
  /** Nobody could be asked. */
  | { readonly kind: "unknown"; readonly reason: Unasked };

/** Where a name (in A-labels) leads, as seen from `publicAddresses`: the addresses of this machine or its router on the Internet. */
export async function resolveDestination(
  name: string,
  publicAddresses: readonly string[],
  dns: Resolver,
): Promise<Destination> {
  const answers = await Promise.all([dns.ask("A", name), dns.ask("AAAA", name)]);
  // Half an answer is none: an AAAA record that nobody saw may lead elsewhere, and authorities prefer it.
  const unknown = answers.find((answer) => answer.state === "unknown");
  if (unknown?.state === "unknown") return { kind: "unknown", reason: unknown.reason };
  const addresses = answers.flatMap((answer) => (answer.state === "found" ? answer.values : []));
  if (addresses.length === 0) return { kind: "nowhere" };
  const own = publicAddresses.map(canonicalAddress);
  const strays = addresses.filter((address) => !own.includes(canonicalAddress(address)));
  return strays.length === 0 ? { kind: "here", addresses } : { kind: "elsewhere", addresses, strays };
}

/** Ways to prove a domain, and those around the problem that it leads elsewhere. */
export type ValidationMethod = ChallengeType | "redirect" | "subdomain";

/** What can work for a domain that leads there, the simplest first. `host` is this machine's name. */
export function validationMethods(domain: string, host: string, destination: Destination): readonly ValidationMethod[] {
  if (destination.kind === "here" || destination.kind === "unknown") {
    return ["http-01", "tls-alpn-01", "dns-01", "dns-persist-01"];
  }
  if (destination.kind !== "elsewhere") return ["dns-01", "dns-persist-01"];
  return host === domain
    ? ["dns-01", "dns-persist-01", "subdomain"]
    : ["dns-01", "dns-persist-01", "redirect", "subdomain"];
}

/** Lines for the web server of a domain that leads elsewhere: what the authority asks there is sent on to `host`. */
export const redirectConfigs = (host: string): Readonly<Record<"nginx" | "apache" | "caddy", string>> => ({
  nginx: `location /.well-known/acme-challenge/ { return 302 http://${host}$request_uri; }`,
  apache: `Redirect 302 /.well-known/acme-challenge/ http://${host}/.well-known/acme-challenge/`,
  caddy: `redir /.well-known/acme-challenge/* http://${host}{uri} 302`,
});

/**
 * Whether the web server of the domain sends the authority on to `host`: looks at what it answers, not whether this machine
 * can be reached from outside. False too where nothing answers within ten seconds.
 */
export async function redirectsHere(
  domain: string,
  host: string,
  fetch: (url: string, options: RequestInit) => Promise<Response>,
): Promise<boolean> {
  const path = "/.well-known/acme-challenge/jabber-home-looks";
  const isHere = (url: URL): boolean => url.hostname === host && url.pathname === path && url.port === "";
  let at = new URL(`http://${domain}${path}`);
  // Let's Encrypt follows ten; a web site sends to https and to "www." before it hands over.
  for (let hop = 0; hop < 5 && !isHere(at); hop++) {
    const options = { redirect: "manual", signal: AbortSignal.timeout(10_000) } as const;
    const location = await fetch(at.href, options).then(
      (response) => response.headers.get("location"),
      () => null,
    );
    if (location === null || !URL.canParse(location, at.href)) return false;
    at = new URL(location, at);
  }
  return isHere(at);
}

/**
 * The names to order: the required ones, and of the others those that lead here, or that `current` (a certificate's names)
 * has and nobody can say. `publicAddresses` as in resolveDestination. No more than 25, the least that a profile of Let's Encrypt takes.
 */
export async function namesToOrder(
  names: { readonly required: readonly string[]; readonly optional: readonly string[] },
  {
    publicAddresses,
    current,
    dns,
  }: { readonly publicAddresses: readonly string[]; readonly current: readonly string[]; readonly dns: Resolver },
): Promise<readonly string[]> {
  const others = names.optional.filter((name) => !names.required.includes(name));
  const destinations = await Promise.all(others.map((name) => resolveDestination(name, publicAddresses, dns)));
  const wanted = others.filter((name, at) => {
    const kind = destinations[at]?.kind;
    return kind === "here" || (kind === "unknown" && covers(current, name));
  });
  return [...new Set([...names.required, ...wanted])].slice(0, 25);
}
