/** Several servers in this process that find and trust each other, without DNS, with one certificate authority. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Resolver, SrvValue } from "../../../src/dns/resolver.ts";
import { domainToAscii } from "../../../src/jid/domain.ts";
import type { DnsAnswer } from "../../../src/net/dns-answer.ts";
import { openTestAuthority } from "../network/authority.ts";
import type { IssuedCertificate } from "../network/network-host.ts";
import { startTestServer, type TestServer, type TestServerOptions } from "../server.ts";

export interface TestFederation extends AsyncDisposable {
  /** PEM file of the root that all servers trust. */
  readonly root: string;
  /** The resolver of all servers. */
  readonly resolver: Resolver;
  /** Sets the SRV records of a domain: ports for STARTTLS and for direct TLS. */
  setRecords(domain: string, ports: { readonly starttls?: number; readonly direct?: number }): void;
  /** Removes the domain's SRV records. */
  removeRecords(domain: string): void;
  /** A certificate of the authority, for server authentication only, as public ones are. */
  issue(...names: [string, ...string[]]): Promise<IssuedCertificate>;
  selfSigned(name: string): Promise<IssuedCertificate>;
  /** Starts a server of a domain and its subdomains; `restart` keeps its ports. */
  server(domain: string, options?: FederatedOptions): Promise<TestServer>;
}

export interface FederatedOptions extends TestServerOptions {
  /** Listeners for other servers; by default both. */
  readonly listeners?: readonly ("starttls" | "direct")[];
  /** By default one issued for the domain by the authority. */
  readonly certificate?: IssuedCertificate;
}

/** All of them are on this machine. */
const ON_LOOPBACK = ["federation.private_addresses=true"];

export async function openTestFederation(): Promise<TestFederation> {
  const folder = mkdtempSync(join(tmpdir(), "jabber-home-federation-"));
  const authority = openTestAuthority(folder);
  const records = new Map<string, readonly SrvValue[]>();
  await using opened = new AsyncDisposableStack();
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));

  const resolver: Resolver = {
    query: async (type, name) => {
      const values = type === "SRV" ? records.get(name) : type === "A" && name === "loopback.test" ? ["127.0.0.1"] : [];
      return (values?.length ? { state: "found", values } : { state: "absent" }) as DnsAnswer<never>;
    },
  };
  const record = (name: string, port: number | undefined): void => {
    if (port === undefined) records.delete(name);
    else records.set(name, [{ priority: 1, weight: 1, port, target: "loopback.test" }]);
  };
  const setRecords: TestFederation["setRecords"] = (domain, { starttls, direct }) => {
    record(`_xmpp-server._tcp.${domainToAscii(domain)}`, starttls);
    record(`_xmpps-server._tcp.${domainToAscii(domain)}`, direct);
  };
  const issue: TestFederation["issue"] = (first, ...others) =>
    authority.issue([inAscii(first), ...others.map(inAscii)]);

  const servers = opened.move();
  return {
    root: authority.root,
    resolver,
    setRecords,
    removeRecords: (domain) => setRecords(domain, {}),
    issue,
    // In a folder of its own, beside the issued one of the same name.
    selfSigned: (name) => openTestAuthority(mkdtempSync(join(folder, "own-"))).selfSigned(name),
    server: async (domain, { listeners = ["starttls", "direct"], certificate, settings = [], ...options } = {}) => {
      const { certificate: chain, key } = certificate ?? (await issue(domain, `*.${domain}`));
      const certificateSettings = [
        "certificate.source=files",
        `certificate.chain_file=${chain}`,
        `certificate.key_file=${key}`,
      ];
      const listening = [
        `listen.server=${listeners.includes("starttls") ? "127.0.0.1:0" : "off"}`,
        `listen.server_tls=${listeners.includes("direct") ? "127.0.0.1:0" : "off"}`,
      ];
      const server = await startTestServer({
        resolver,
        domains: [domain],
        ...options,
        settings: [
          ...certificateSettings,
          ...listening,
          ...ON_LOOPBACK,
          `federation.ca_file=${authority.root}`,
          ...settings,
        ],
      });
      servers.use(server);
      publish(server, domain, setRecords);
      const { client, client_tls } = server.server.listening;
      record(`_xmpp-client._tcp.${domainToAscii(domain)}`, portOf(client).port);
      record(`_xmpps-client._tcp.${domainToAscii(domain)}`, portOf(client_tls).port);
      return {
        ...server,
        get server() {
          return server.server;
        },
        // On the same ports, since other servers cache the SRV records.
        restart: (more = []) => server.restart([...portSettings(server), ...more]),
      };
    },
    [Symbol.asyncDispose]: () => servers.disposeAsync(),
  };
}

/** The name in ASCII as in certificates, wildcards included. */
const inAscii = (name: string): string =>
  name.replace(/^(\*\.)*(.*)$/, (all, _, rest) => all.slice(0, -rest.length) + domainToAscii(rest));

/** The settings that keep its ports. */
const portSettings = ({ server: { listening } }: TestServer): string[] =>
  ["server", "server_tls"].flatMap((name) => (listening[name] ? [`listen.${name}=${listening[name]}`] : []));

/** Sets the SRV records of a server's domain to the ports on which it listens. */
function publish(
  { server: { listening } }: TestServer,
  domain: string,
  setRecords: TestFederation["setRecords"],
): void {
  const { port: starttls } = portOf(listening.server);
  const { port: direct } = portOf(listening.server_tls);
  const ports = { ...(starttls === undefined ? {} : { starttls }), ...(direct === undefined ? {} : { direct }) };
  setRecords(domain, ports);
  setRecords(`rooms.${domain}`, ports);
}

const portOf = (address: string | undefined): { readonly port?: number } =>
  address === undefined ? {} : { port: Number(address.split(":").at(-1)) };
