/** UPnP Internet Gateway Device 1 and 2: forwarded ports (WANIPConnection) and holes in a firewall (WANIPv6FirewallControl:1). */
import { isIPv4 } from "node:net";
import type { GatewayDevice, Service } from "./device-description.ts";
import { type Mapping, MappingError, type PortMapper, type WantedPort } from "./report.ts";
import { ActionError, callAction } from "./soap.ts";

const DESCRIPTION = "jabber-home";
const ACTION_FAILED = 501;
/** WANIPConnection: NoSuchEntryInArray. */
const NO_SUCH_ENTRY = 714;
/** WANIPv6FirewallControl: NoSuchEntry. */
const NO_SUCH_HOLE = 704;
/** OnlyPermanentLeasesSupported. */
const ONLY_PERMANENT = 725;
/** Connections of one router that are tried. */
const MAX_CONNECTIONS = 4;
const PROTOCOL_NUMBERS = { tcp: 6, udp: 17 } as const;

/** For what a router rejects: false where it does not know the entry. Throws for one that does not answer at all. */
const isKnownTo =
  (code: number) =>
  (error: unknown): boolean => {
    if (error instanceof MappingError && error.problem === "no-answer") throw error;
    return !(error instanceof ActionError && error.code === code);
  };

export interface UpnpDeps {
  readonly router: string;
  /** The address of this machine that the ports are of. */
  readonly client: string;
  readonly device: GatewayDevice;
}

/** What it says of its address outside; undefined for what is none, such as 0.0.0.0 of a connection that is not used. */
async function addressOf(service: Service): Promise<string | undefined> {
  const response = await callAction(service, "GetExternalIPAddress");
  const address = response.getChildText("NewExternalIPAddress")?.trim() ?? "";
  return isIPv4(address) && address !== "0.0.0.0" ? address : undefined;
}

/** The first connection that has an address. Rejects with MappingError. */
export async function upnpMapper({ router, client, device }: UpnpDeps): Promise<PortMapper> {
  const [first, ...others] = device.connections.slice(0, MAX_CONNECTIONS);
  if (!first) throw new MappingError("wrong-answer", "no connection service");
  let used = first;
  for (const service of [first, ...others]) {
    const address = await addressOf(service).catch(() => undefined);
    if (address === undefined) continue;
    used = service;
    break;
  }
  return mapperFor(used, router, client);
}

function mapperFor(service: Service, router: string, client: string): PortMapper {
  const keyOf = ({ transport, port }: WantedPort) => ({
    NewRemoteHost: "",
    NewExternalPort: port,
    NewProtocol: transport.toUpperCase(),
  });
  /** Where the port leads now. Rejects where it leads nowhere, or the router does not say. */
  const holderOf = async (wanted: WantedPort) => {
    const entry = await callAction(service, "GetSpecificPortMappingEntry", keyOf(wanted));
    const holder = entry.getChildText("NewInternalClient")?.trim();
    const port = Number(entry.getChildText("NewInternalPort"));
    return { holder, port, isOurs: holder === client && port === wanted.port };
  };
  /** Some routers give a port away that leads to another machine: it is looked at before. */
  const checkFree = async (wanted: WantedPort): Promise<void> => {
    const found = await holderOf(wanted).catch(() => undefined);
    if (found && !found.isOurs)
      throw new MappingError("conflict", `leads to ${JSON.stringify(found.holder?.slice(0, 64))}, port ${found.port}`);
  };
  const isKept = (wanted: WantedPort): Promise<boolean> =>
    holderOf(wanted).then(({ isOurs }) => isOurs, isKnownTo(NO_SUCH_ENTRY));
  /** It fails, and says of its address outside that it has none: a private one is none to some. */
  const isWithoutNetwork = async (error: unknown): Promise<boolean> =>
    error instanceof ActionError &&
    error.code === ACTION_FAILED &&
    (await addressOf(service).then(
      (address) => address === undefined,
      () => false,
    ));
  const add = (wanted: WantedPort, lifetime: number) =>
    callAction(service, "AddPortMapping", {
      ...keyOf(wanted),
      NewInternalPort: wanted.port,
      NewInternalClient: client,
      NewEnabled: 1,
      NewPortMappingDescription: DESCRIPTION,
      NewLeaseDuration: lifetime,
    });
  return {
    protocol: "upnp",
    router,
    externalAddress: () => addressOf(service),
    map: async (wanted, lifetime): Promise<Mapping> => {
      await checkFree(wanted);
      const mapping = { external: undefined, epoch: undefined };
      try {
        await add(wanted, lifetime);
        return { ...mapping, lifetime };
      } catch (error) {
        if (await isWithoutNetwork(error)) throw new MappingError("no-network", String(error));
        if (!(error instanceof ActionError && error.code === ONLY_PERMANENT)) throw error;
        await add(wanted, 0);
        return { ...mapping, lifetime: Number.POSITIVE_INFINITY };
      }
    },
    unmap: async (wanted) => void (await callAction(service, "DeletePortMapping", keyOf(wanted))),
    look: async (mapped) => {
      const external = await addressOf(service).catch((error: unknown) => {
        if (error instanceof ActionError) return undefined;
        throw error;
      });
      return { external, epoch: undefined, isKept: await isKept(mapped) };
    },
  };
}

/** Holes for `client`, an IPv6 address. Asks first whether the router allows them at all; rejects with MappingError. */
export async function upnpPinholes(service: Service, router: string, client: string): Promise<PortMapper> {
  const firewall = await callAction(service, "GetFirewallStatus");
  const isOn = (name: string): boolean => /^(1|true|yes)$/i.test(firewall.getChildText(name)?.trim() ?? "");
  const isNeeded = isOn("FirewallEnabled");
  if (isNeeded && !isOn("InboundPinholeAllowed")) throw new MappingError("refused", "InboundPinholeAllowed is 0");
  /** UniqueID by transport and port. */
  const holes = new Map<string, string>();
  const keyOf = ({ transport, port }: WantedPort): string => `${transport} ${port}`;
  return {
    protocol: "upnp",
    router,
    externalAddress: async () => undefined,
    look: async (mapped) => {
      const id = holes.get(keyOf(mapped));
      const sight = { external: client, epoch: undefined };
      if (id === undefined) return { ...sight, isKept: true };
      const packets = callAction(service, "GetPinholePackets", { UniqueID: id });
      return { ...sight, isKept: await packets.then(() => true, isKnownTo(NO_SUCH_HOLE)) };
    },
    map: async (wanted, lifetime): Promise<Mapping> => {
      const mapping = { lifetime, external: client, epoch: undefined };
      if (!isNeeded) return mapping;
      const known = holes.get(keyOf(wanted));
      if (known !== undefined) {
        const renewed = await callAction(service, "UpdatePinhole", { UniqueID: known, NewLeaseTime: lifetime }).catch(
          () => undefined,
        );
        if (renewed) return mapping;
        holes.delete(keyOf(wanted));
      }
      const response = await callAction(service, "AddPinhole", {
        RemoteHost: "",
        RemotePort: 0,
        InternalClient: client,
        InternalPort: wanted.port,
        Protocol: PROTOCOL_NUMBERS[wanted.transport],
        LeaseTime: lifetime,
      });
      const id = /^\d{1,10}$/.exec(response.getChildText("UniqueID")?.trim() ?? "")?.[0];
      if (id === undefined) throw new MappingError("wrong-answer", "AddPinhole: no UniqueID");
      holes.set(keyOf(wanted), id);
      return mapping;
    },
    unmap: async (wanted) => {
      const id = holes.get(keyOf(wanted));
      holes.delete(keyOf(wanted));
      if (id !== undefined) await callAction(service, "DeletePinhole", { UniqueID: id });
    },
  };
}
