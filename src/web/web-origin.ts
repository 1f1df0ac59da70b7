/** The names under which this server is reached by HTTP, and where HTTPS is. */

const LOOPBACK_NAMES = ["127.0.0.1", "[::1]"];

/** The names in a Host field that mean this server, in A-labels. `names` are its own, in any spelling. */
export function webHostsOf(names: readonly string[]): ReadonlySet<string> {
  const hosts = names.map((name) => new URL(`https://${name}`).hostname);
  return new Set([...hosts, ...(hosts.includes("localhost") ? LOOPBACK_NAMES : [])]);
}

export interface SecureSite {
  /** Where people see it: "https://example.com:5443". */
  readonly origin: string;
  /** As webHostsOf returns them. */
  readonly hosts: ReadonlySet<string>;
}

/** Where HTTPS is for who has asked for `host` without TLS: under the same name where that is one of this server's. */
export function secureOriginFor(host: string, { origin, hosts }: SecureSite): string {
  const { port } = new URL(origin);
  return hosts.has(host) ? `https://${host}${port === "" ? "" : `:${port}`}` : origin;
}
