/** Which protocol the router of this network speaks, for the addresses of this machine. */
import { reachOf } from "../net/ip-address.ts";
import { interfacesHere, outgoingAddress, ownPublicAddresses } from "../net/own-addresses.ts";
import { type DefaultGateway, defaultGateway } from "./default-gateway.ts";
import { describeDevice, type GatewayDevice } from "./device-description.ts";
import { type Maker, makerIn } from "./maker.ts";
import { natPmpExternal, natPmpMapper } from "./nat-pmp.ts";
import { PCP_PORT, type PcpDeps, pcpMapper, pcpVersion } from "./pcp.ts";
import type { PortMapper } from "./report.ts";
import { makerOfPage } from "./router-page.ts";
import { findDescription, type SsdpDeps } from "./ssdp.ts";
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
  /** Where the default route leads. */
  readonly address?: string | undefined;
  /** This machine has a public IPv4 address itself. */
  readonly isDirect?: boolean;
  /** Finds out which router it is, by what it says of itself. Never rejects. */
  readonly maker?: () => Promise<Maker | undefined>;
  /** For the IPv4 address of this machine; undefined where it is public itself, or no router answers. */
  readonly forwarding: PortMapper | undefined;
  /** By public IPv6 address of this machine: for holes in the firewall. */
  readonly pinholes: ReadonlyMap<string, PortMapper>;
}

const ownIPv6 = (): readonly string[] => ownPublicAddresses().filter((address) => address.includes(":"));
/** Addresses of this machine that get holes. */
const MAX_IPV6 = 4;

/** Asks by PCP, by NAT-PMP and by UPnP at once, and takes the first of these that answers. Never rejects. */
export async function findRouter(deps: FindDeps): Promise<FoundRouter> {
  const { gateway = defaultGateway, ports = { pcp: PCP_PORT, ssdp: 1900 }, publicIPv6 = ownIPv6 } = deps;
  const { ipv4, ipv6 } = await gateway();
  const local = ipv4 === undefined ? undefined : await outgoingAddress(ipv4);
  const isOwn = Object.values(interfacesHere()).some((infos = []) => infos.some(({ address }) => address === ipv4));
  const isKnown = ipv4 !== undefined && local !== undefined && !(isOwn && ports.pcp === PCP_PORT);
  const addresses = publicIPv6().slice(0, MAX_IPV6);
  const place = {
    nonceOf: deps.nonceOf,
    ports,
    ipv6,
    device: isKnown ? deviceAt({ router: ipv4, local, port: ports.ssdp }) : Promise.resolve(undefined),
    // Asked for where holes are wanted alone.
    deviceByIPv6:
      ipv6 === undefined || addresses.length === 0
        ? Promise.resolve(undefined)
        : deviceAt({ router: ipv6, local: undefined, port: ports.ssdp }),
  };
  const isDirect = local !== undefined && reachOf(local) === "public";
  const [forwarding, ...found] = await Promise.all([
    isKnown && !isDirect ? forwardingBy(ipv4, local, place) : undefined,
    ...addresses.map((client) => pinholesBy(client, place)),
  ]);
  const pinholes = addresses.flatMap((client, index): [string, PortMapper][] => {
    const mapper = found[index];
    return mapper ? [[client, mapper]] : [];
  });
  const maker = async (): Promise<Maker | undefined> =>
    makerIn((await place.device)?.names ?? "") ?? (isKnown ? await makerOfPage(ipv4) : undefined);
  return { address: ipv4, isDirect, maker, forwarding, pinholes: new Map(pinholes) };
}

interface Place {
  readonly nonceOf: PcpDeps["nonceOf"];
  readonly ports: NonNullable<FindDeps["ports"]>;
  readonly ipv6: string | undefined;
  /** What the router is by UPnP, once it has answered. */
  readonly device: Promise<FoundDevice | undefined>;
  readonly deviceByIPv6: Promise<FoundDevice | undefined>;
}

interface FoundDevice extends GatewayDevice {
  readonly router: string;
}

/** Never rejects. */
async function deviceAt({ router, local, port }: SsdpDeps): Promise<FoundDevice | undefined> {
  const location = await findDescription({ router, local, ...(port === undefined ? {} : { port }) });
  if (!location) return undefined;
  const named = location.hostname.replace(/^\[|\]$/g, "");
  try {
    return { ...(await describeDevice(location, named, { host: router })), router };
  } catch {
    return undefined;
  }
}

async function forwardingBy(router: string, client: string, place: Place): Promise<PortMapper | undefined> {
  const pcp = { router, client, nonceOf: place.nonceOf, port: place.ports.pcp };
  const natPmp = { router, port: place.ports.pcp };
  // Something old may be silent about PCP.
  const external = natPmpExternal(natPmp).catch(() => undefined);
  if ((await pcpVersion(pcp)) === "pcp") return pcpMapper(pcp);
  if ((await external) !== undefined) return natPmpMapper(natPmp);
  const device = await place.device;
  return device && (await upnpMapper({ router, client, device }).catch(() => undefined));
}

/** Some routers open a hole to the address alone that asks, so they are asked by IPv6 first. */
async function pinholesBy(client: string, place: Place): Promise<PortMapper | undefined> {
  const { nonceOf, ports, ipv6 } = place;
  if (ipv6 !== undefined) {
    const pcp = { router: ipv6, client, nonceOf, port: ports.pcp };
    if ((await pcpVersion(pcp)) === "pcp") return pcpMapper(pcp);
  }
  for (const device of [await place.deviceByIPv6, await place.device]) {
    if (!device?.firewall) continue;
    const { router, firewall } = device;
    const byIPv6 = ipv6 === undefined ? [] : [{ ...firewall, via: { host: ipv6, from: client } }];
    for (const service of device.router === ipv6 ? byIPv6 : [...byIPv6, firewall]) {
      const mapper = await upnpPinholes(service, router, client).catch(() => undefined);
      if (mapper) return mapper;
    }
  }
  return undefined;
}
