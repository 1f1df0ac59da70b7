/** How a domain can be validated (RFC 8555 §8), by where it leads; and the redirect of HTTP-01 from another web server. */
import type { ChallengeType } from "./challenges/challenge.ts";
import type { Destination } from "./names.ts";

/** A challenge; or what helps where the domain leads to another machine: a redirect there, or a subdomain for this one. */
export type ValidationMethod = ChallengeType | "redirect" | "subdomain";

/**
 * The methods that can work for a domain with that destination, the best first: DNS-01, by hand at every renewal, is the last
 * one. `host` is this machine's name.
 */
export function validationMethods(domain: string, host: string, destination: Destination): readonly ValidationMethod[] {
  if (destination.kind === "here" || destination.kind === "unknown") {
    return ["http-01", "tls-alpn-01", "dns-persist-01", "dns-01"];
  }
  // Without an address yet: one of this machine makes HTTP-01 work, a trial costs nothing.
  if (destination.kind === "nowhere") return ["dns-persist-01", "http-01", "subdomain", "dns-01"];
  return host === domain
    ? ["dns-persist-01", "subdomain", "dns-01"]
    : ["dns-persist-01", "redirect", "subdomain", "dns-01"];
}

/** Configuration for the web server of a domain that leads elsewhere: it redirects the authority's requests to `host`. */
export const redirectConfigs = (host: string): Readonly<Record<"nginx" | "apache" | "caddy", string>> => ({
  nginx: `location /.well-known/acme-challenge/ { return 302 http://${host}$request_uri; }`,
  apache: `Redirect 302 /.well-known/acme-challenge/ http://${host}/.well-known/acme-challenge/`,
  caddy: `redir /.well-known/acme-challenge/* http://${host}{uri} 302`,
});

/** Let's Encrypt follows ten; a web site redirects to https and to "www." before it redirects to us. */
const MAX_REDIRECTS = 5;

/**
 * Whether the web server of the domain redirects the authority's requests to `host`. Looks at its answers, not at whether
 * this machine can be reached from outside. False too where nothing answers within ten seconds.
 */
export async function isRedirectedTo(
  domain: string,
  host: string,
  fetch: (url: string, options: RequestInit) => Promise<Response>,
): Promise<boolean> {
  const path = "/.well-known/acme-challenge/jabber-home-looks";
  const isOurs = (url: URL): boolean => url.hostname === host && url.pathname === path && url.port === "";
  let at = new URL(`http://${domain}${path}`);
  for (let hop = 0; hop < MAX_REDIRECTS && !isOurs(at); hop++) {
    const options = { redirect: "manual", signal: AbortSignal.timeout(10_000) } as const;
    const location = await fetch(at.href, options).then(
      (response) => response.headers.get("location"),
      () => null,
    );
    if (location === null || !URL.canParse(location, at.href)) return false;
    at = new URL(location, at);
  }
  return isOurs(at);
}
