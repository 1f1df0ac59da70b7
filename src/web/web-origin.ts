/** Where people see the web pages, and under which names. */

export interface WebNames {
  /** The option web.address: "chat.example.com", "chat.example.com:5443"; empty for none. */
  readonly address: string;
  /** The domains served here; the first is the usual one. */
  readonly domains: readonly string[];
  /** The name of this machine; empty where it has no other than the domain. */
  readonly host: string;
}

const HTTPS_PORT = 443;
const LOOPBACK_NAMES = ["127.0.0.1", "[::1]"];

const withPort = (name: string, port: number): string => (port === HTTPS_PORT ? name : `${name}:${port}`);

/** "https://example.com:5443", in A-labels and without a final slash. `port` is that of listen.https. Throws TypeError for what is no host. */
export const webOriginOf = ({ address, domains }: WebNames, port: number): string =>
  new URL(`https://${address || withPort(domains[0] ?? "localhost", port)}`).origin;

/** The names in a Host field that mean this server, in A-labels. */
export function webHostsOf(names: WebNames): ReadonlySet<string> {
  const { domains, host } = names;
  const hosts = [...domains, ...(host ? [host] : [])].map((name) => new URL(`https://${name}`).hostname);
  const local = hosts.includes("localhost") ? LOOPBACK_NAMES : [];
  return new Set([...hosts, ...local, new URL(webOriginOf(names, HTTPS_PORT)).hostname]);
}

/** Where HTTPS is for who has asked for `host` without TLS: under the same name where that is one of this server's. */
export function secureOriginFor(host: string, names: WebNames, port: number): string {
  const origin = webOriginOf(names, port);
  return webHostsOf(names).has(host) ? `https://${withPort(host, Number(new URL(origin).port) || HTTPS_PORT)}` : origin;
}
