/** Which protocol the router of this network speaks, for the addresses of this machine. */
import { networkInterfaces } from "node:os";
import { outgoingAddress, ownPublicAddresses } from "../net/own-addresses.ts";
import { type DefaultGateway, defaultGateway } from "./default-gateway.ts";
import { describeDevice } from "./device-description.ts";
import { natPmpExternal, natPmpMapper } from "./nat-pmp.ts";
import { PCP_PORT, type PcpDeps, pcpMapper, pcpVersion } from "./pcp.ts";
import type { PortMapper } from "./report.ts";
import { findDescription } from "./ssdp.ts";
import { upnpMapper, upnpPinholes } from "./upnp.ts";

export interface FindDeps {
  /** RFC 6887 §11.2. */
  readonly nonceOf: PcpDeps["nonceOf"];
  /** By default the system's. */
  readonly gateway?: () => Promise<DefaultGateway>;
  /** Of PCP, NAT-PMP and SSDP, where a test has others. */
  readonly ports?: { readonly pcp: number; readonly ssdp: number };
  /** Public IPv6 addresses of this machine; by default those of its interfaces. */
  readonly publicIPv6?: () => readonly string[];
}

export interface FoundRouter {
  /** For the IPv4 address of this machine; undefined where it is public itself, or no router answers. */
  readonly forwarding: PortMapper | undefined;
  /** By public IPv6 address of this machine: for holes in the firewall. */
  readonly pinholes: ReadonlyMap<string, PortMapper>;
}

const ownIPv6 = (): readonly string[] => ownPublicAddresses().filter((address) => address.includes(":"));
/** Addresses of this machine that get holes. */
const MAX_IPV6 = 4;

/** Asks by PCP, by NAT-PMP, by UPnP, and takes what answers first. Never rejects. */
export async function findRouter(deps: FindDeps): Promise<FoundRouter> {
  const { gateway = defaultGateway, ports = { pcp: PCP_PORT, ssdp: 1900 }, publicIPv6 = ownIPv6 } = deps;
  const { ipv4, ipv6 } = await gateway();
  const local = ipv4 === undefined ? undefined : await outgoingAddress(ipv4);
  const isOwn = Object.values(networkInterfaces()).some((infos = []) => infos.some(({ address }) => address === ipv4));
  const known = ipv4 !== undefined && local !== undefined && !(isOwn && ports.pcp === PCP_PORT);
  const forwarding = known ? await forwardingBy(ipv4, local, deps, ports) : undefined;
  const pinholes = new Map<string, PortMapper>();
  for (const client of publicIPv6().slice(0, MAX_IPV6)) {
    const mapper =
      (ipv6 === undefined ? undefined : await pcpFor(ipv6, client, deps, ports.pcp)) ??
      (known ? await upnpPinholesBy(ipv4, local, client, ports.ssdp) : undefined);
    if (mapper) pinholes.set(client, mapper);
  }
  return { forwarding, pinholes };
}

type Ports = NonNullable<FindDeps["ports"]>;

async function forwardingBy(
  router: string,
  client: string,
  { nonceOf }: FindDeps,
  ports: Ports,
): Promise<PortMapper | undefined> {
  const pcp = { router, client, nonceOf, port: ports.pcp };
  const version = await pcpVersion(pcp);
  if (version === "pcp") return pcpMapper(pcp);
  const natPmp = { router, port: ports.pcp };
  // Where nothing has answered PCP, something old may be silent about it.
  const external = await natPmpExternal(natPmp).catch(() => undefined);
  if (external !== undefined) return natPmpMapper(natPmp);
  const location = await findDescription({ router, local: client, port: ports.ssdp });
  if (!location) return undefined;
  try {
    return await upnpMapper({ router, client, device: await describeDevice(location, router) });
  } catch {
    return undefined;
  }
}

async function pcpFor(
  router: string,
  client: string,
  { nonceOf }: FindDeps,
  port: number,
): Promise<PortMapper | undefined> {
  const pcp = { router, client, nonceOf, port };
  return (await pcpVersion(pcp)) === "pcp" ? pcpMapper(pcp) : undefined;
}

async function upnpPinholesBy(
  router: string,
  local: string,
  client: string,
  port: number,
): Promise<PortMapper | undefined> {
  const location = await findDescription({ router, local, port });
  if (!location) return undefined;
  try {
    const { firewall } = await describeDevice(location, router);
    return firewall && (await upnpPinholes(firewall, router, client));
  } catch {
    return undefined;
  }
}
