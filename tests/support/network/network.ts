/** A small network on loopback for several servers: DNS names, addresses and a certificate authority. */
import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { join } from "node:path";
import { folderIn, roomsOf, temporaryFolder } from "../peers/peer.ts";
import { openTestAuthority, type TestAuthority } from "./authority.ts";
import { dnsmasq, startDnsmasq } from "./dnsmasq.ts";
import type { FederationMethod } from "./federation-methods.ts";
import type { NetworkHost } from "./network-host.ts";

export interface Network extends AsyncDisposable {
  readonly hosts: readonly NetworkHost[];
  readonly authority: TestAuthority;
  /** A new folder for a server's files, removed with the network. */
  folder(name: string): string;
}

/** RFC 6120 §3.2.2: the port of a server without SRV records. */
const PORT = 5269;

/** The missing programs of a network. */
export const missingForNetwork = (): string | undefined => (dnsmasq === null ? "dnsmasq (Debian: dnsmasq)" : undefined);

/**
 * Opens a network with a host for each domain, all with the same method. Domains are below "example" (RFC 2606), which no resolver
 * knows. `further`: other domains that lead to the host of one, and are in its certificate.
 */
export async function openNetwork(
  domains: readonly string[],
  method: FederationMethod,
  further: Readonly<Record<string, readonly string[]>> = {},
): Promise<Network> {
  const { path, remove } = temporaryFolder("network");
  const authority = openTestAuthority(folderIn(path, "authority"));
  const addresses = method.family === 6 ? domains.map(() => "::1") : await freeAddresses(domains.length + 1);
  const ports = await Promise.all(
    addresses.map(async (address) =>
      address === "::1"
        ? { starttls: await freePort(address), direct: await freePort(address) }
        : { starttls: PORT, direct: await freePort(address) },
    ),
  );
  const sites = domains.map((domain, index) => ({
    domain,
    names: [domain, ...(further[domain] ?? [])].flatMap(namesAt),
    address: addresses[index] ?? "",
    ports: ports[index] ?? { starttls: 0, direct: 0 },
  }));
  const dnsAddress = method.family === 6 ? "127.0.0.1" : (addresses.at(-1) ?? "");
  const names = await startDnsmasq(
    ["local=/example/", ...sites.flatMap((site) => recordsOf(site, method))],
    dnsAddress,
  );
  const resolver = { address: dnsAddress, port: Number(names.server.split(":").at(-1)) };
  const hostsFile = join(path, "hosts");
  const lines = sites.flatMap(({ names: own, address }) => own.map((name) => `${address} ${hostOf(name, method)}\n`));
  await Bun.write(hostsFile, lines.join(""));
  const networkHosts: NetworkHost[] = [];
  for (const { names: own, ...site } of sites) {
    const [first = site.domain, ...others] = own;
    const certificate = await (method.certificate === "self-signed"
      ? authority.selfSigned(site.domain)
      : authority.issue(
          [first, ...others],
          method.certificate === "server" ? undefined : ["serverAuth", "clientAuth"],
        ));
    networkHosts.push({ ...site, certificate, root: authority.root, resolver, hostsFile, method });
  }
  return {
    hosts: networkHosts,
    authority,
    folder: (name) => folderIn(path, name),
    [Symbol.asyncDispose]: async () => {
      await names.stop();
      remove();
    },
  };
}

type Site = Pick<NetworkHost, "address" | "ports"> & { readonly names: readonly string[] };

/** Names of a server in DNS and in its certificate: the domain, and that of its rooms. */
const namesAt = (domain: string): readonly string[] => [domain, roomsOf(domain)];

/** The name that has the address. */
const hostOf = (domain: string, { records }: FederationMethod): string =>
  records === "address" ? domain : `host.${domain}`;

/** dnsmasq's lines: the address, and RFC 6120 §3.2.1's record, XEP-0368's, or none. */
function recordsOf({ names, address, ports }: Site, method: FederationMethod): string[] {
  const port = method.records === "_xmpps-server" ? ports.direct : ports.starttls;
  return names.flatMap((name) => {
    const host = hostOf(name, method);
    const service = method.records === "address" ? [] : [`srv-host=${method.records}._tcp.${name},${host},${port},0,1`];
    return [`host-record=${host},${address}`, ...service];
  });
}

/** Loopback addresses whose port for servers is free. */
async function freeAddresses(count: number): Promise<string[]> {
  for (let tries = 0; tries < 50; tries += 1) {
    const prefix = `127.${randomInt(2, 254)}.${randomInt(1, 254)}`;
    const addresses = Array.from({ length: count }, (_, index) => `${prefix}.${index + 1}`);
    const areFree = await Promise.all(addresses.map((address) => listenOnce(address, PORT)));
    if (areFree.every((port) => port === PORT)) return addresses;
  }
  throw new Error("no free addresses on loopback");
}

/** A port that nothing listens on at this moment. */
async function freePort(address: string): Promise<number> {
  const port = await listenOnce(address, 0);
  if (port === undefined) throw new Error(`no free port on ${address}`);
  return port;
}

/** Listens and stops again; returns the port, or undefined if it is in use. */
function listenOnce(address: string, port: number): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const server = createServer();
  server.once("error", () => resolve(undefined));
  server.listen(port, address, () => {
    const bound = server.address();
    server.close(() => resolve(typeof bound === "object" ? bound?.port : undefined));
  });
  return promise;
}
