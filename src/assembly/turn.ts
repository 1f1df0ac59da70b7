/** The relay for calls: its ports, who may use it, and how apps learn of it (XEP-0215). */
import { createHmac } from "node:crypto";
import { SECOND, systemClock } from "../clock.ts";
import { isLoopback, parseListener, parsePortRange, printListener } from "../config/listener.ts";
import type { Config } from "../config/schema.ts";
import { isForThisComputer } from "../config/this-computer.ts";
import type { Resolver } from "../dns/resolver.ts";
import type { Logger } from "../log.ts";
import type { Connection } from "../net/connection.ts";
import type { Pausable } from "../net/descriptors.ts";
import type { TcpService } from "../net/tcp-service.ts";
import type { TlsContext } from "../net/tls-context.ts";
import type { CallsReport } from "../operations/status.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Secret } from "../store/home-secret.ts";
import { credentialsFor } from "../turn/credentials.ts";
import { isPeerAllowed } from "../turn/peers.ts";
import { openRelayPorts } from "../turn/relay-ports.ts";
import { openTurnServer } from "../turn/turn-server.ts";
import type { OwnRelay } from "../xep/0215-external-services.ts";
import { followPublicAddress } from "./public-address.ts";
import { openTcp, type TcpListeners, turnService } from "./turn-tcp.ts";
import { openUdp } from "./turn-udp.ts";

export interface TurnDeps {
  readonly config: Config;
  readonly accounts: Accounts;
  readonly secret: Secret;
  readonly resolver: Resolver;
  readonly log: Logger;
  /** As in `followPublicAddress`. */
  readonly routerAddress: () => string | undefined;
  /** Tells apps of it; called again when it changes. */
  readonly offer: (relay: OwnRelay) => void;
}

export interface Turn {
  /** Over TLS, on a port that others listen on. */
  readonly service: TcpService;
  /** Listens by TCP and TLS as well, and tells apps of it. `sharedPort`: where `service` is reached by TLS, too. */
  listen(tls: TlsContext, sharedPort?: number): TurnListeners;
  /** Where apps ask by UDP; undefined where that is off, or another program has the port. */
  readonly udpPort: number | undefined;
  /** Looks for its public address now, since it may have changed. Never rejects. */
  look(): Promise<void>;
  report(): CallsReport;
  /** Relayed addresses that are in use now (RFC 8656). */
  readonly allocations: number;
  stop(): void;
}

export interface TurnListeners {
  /** They pause where no file can be opened. */
  readonly listeners: readonly Pausable[];
  /** "turn", "turns": the address and port in use. Those that are off or could not be had are missing. */
  readonly addresses: Readonly<Partial<Record<"turn" | "turns", string>>>;
}

/** How often the addresses of this machine are looked at. */
const LOOK_MS = 30 * SECOND;
const BURST_SECONDS = 2;

const rateOf = (perSecond: number) => ({ perSecond, burst: perSecond * BURST_SECONDS });

/** A server for this computer alone opens nothing to others; such a one of an earlier version does not say so of calls. */
function isWanted(config: Config): boolean {
  const listeners = [config.listen.turn, config.listen.turns].flatMap((text) => parseListener(text) ?? []);
  return listeners.length > 0 && (listeners.every(isLoopback) || !isForThisComputer(config));
}

/**
 * Listens by UDP. Undefined where neither port is to be listened on. A port that cannot be had is a warning: messages go
 * without it.
 */
export async function openTurn(deps: TurnDeps): Promise<Turn | undefined> {
  const { config, secret, accounts, log, offer } = deps;
  const { listen, turn } = config;
  const range = parsePortRange(turn.relay_ports);
  if (!isWanted(config) || range === undefined) return undefined;
  const addresses = followPublicAddress(config, deps.resolver, deps.routerAddress);
  // A name server that does not answer keeps nobody from signing in.
  const looked = addresses.look();

  // The relay can tell accounts apart, and so can whoever reads its packets; neither can name them.
  const naming = secret("TURN names");
  const ownerOf = (account: string): string =>
    createHmac("sha256", naming).update(account).digest("base64url").slice(0, 16);
  let known: Map<string, string> | undefined;
  /** Accounts by what the relay calls them. */
  const accountsByOwner = (): Map<string, string> => {
    known ??= new Map(accounts.list().map(({ jid }) => [ownerOf(jid), jid]));
    return known;
  };
  const isRevoked = (owner: string): boolean => {
    const account = accountsByOwner().get(owner);
    return account === undefined || !accounts.exists(account) || accounts.isDisabled(account);
  };
  const key = secret("TURN credentials");
  const server = openTurnServer({
    realm: config.general.domains[0] ?? "localhost",
    secret: key,
    ports: openRelayPorts({ ...range, hostFor: addresses.hostFor, clock: systemClock }),
    limits: {
      allocationsPerOwner: turn.allocations_per_account,
      ownerRate: rateOf(turn.rate_per_account),
      totalRate: rateOf(turn.total_rate),
    },
    clock: systemClock,
    isRevoked,
    publicAddress: addresses.of,
    isPeerAllowed: (address) =>
      isPeerAllowed(address, {
        own: addresses.own,
        isPrivateAllowed: turn.private_peers,
        isLoopback: addresses.isLoopback,
      }),
  });
  accounts.onDisable((account) => server.revoke(ownerOf(account)));
  accounts.onRemove((account) => server.revoke(ownerOf(account)));

  const connections = new Set<Connection>();
  const service = turnService(config, server, connections);
  let tcp: TcpListeners | undefined;
  let isStopped = false;
  let shared: number | undefined;
  let offered = "";
  const knownAddresses = (): readonly string[] =>
    [addresses.of(4), addresses.of(6)].flatMap((address) => address ?? []);
  /** Without an address for relaying, apps are told of STUN alone. */
  const offerAgain = (): void => {
    if (!tcp || isStopped) return;
    const known = knownAddresses();
    const [tcpPort, tlsPort] = [tcp.opened.get("turn")?.port, tcp.opened.get("turns")?.port];
    const all = servicesOf({ udp: udp.port, tcp: tcpPort, tls: tlsPort, shared });
    const services = known.length > 0 ? all : all.filter(({ type }) => type === "stun");
    const text = JSON.stringify([services, known]);
    if (text === offered) return;
    offered = text;
    offer({ host: config.general.host, services, addresses: known.join(" "), credentialsFor: issue });
  };
  const issue: OwnRelay["credentialsFor"] = (account, expires) => {
    const owner = ownerOf(account);
    accountsByOwner().set(owner, account);
    return credentialsFor(owner, expires, key);
  };
  const udp = await openUdp({ config, server, addresses, log });
  const listenByTcp = (tls: TlsContext, sharedPort?: number): TurnListeners => {
    tcp = openTcp({ config, log, tls, service, port: udp.port });
    shared = sharedPort;
    const { opened } = tcp;
    const [tcpPort, securePort] = [opened.get("turn")?.port, opened.get("turns")?.port];
    offerAgain();
    void looked.then(offerAgain);
    const at = (option: "turn" | "turns", used: number | undefined) => {
      const host = parseListener(listen[option])?.host;
      return host === undefined || used === undefined ? {} : { [option]: printListener({ host, port: used }) };
    };
    return {
      listeners: [...opened.values()],
      addresses: { ...at("turn", udp.port ?? tcpPort), ...at("turns", securePort) },
    };
  };

  let cancel = (): void => {};
  let isLookedFor = false;
  const look = async (): Promise<void> => {
    await addresses.look();
    await udp.follow();
    offerAgain();
  };
  const later = (): void => {
    cancel = systemClock.after(LOOK_MS, async () => {
      await look();
      if (isStopped) return;
      // The router has been asked by now.
      if (!isLookedFor && knownAddresses().length === 0)
        log.warn({ event: "turn-without-address", remedy: "set turn.public_address to the address of your router" });
      isLookedFor = true;
      later();
    });
  };
  later();
  return {
    service,
    listen: listenByTcp,
    udpPort: udp.port,
    look,
    report: () => {
      const addresses = knownAddresses();
      const refused = [...udp.refused, ...(tcp?.refused ?? [])];
      return { ...(addresses.length > 0 || isLookedFor ? { addresses } : {}), refused };
    },
    get allocations() {
      return server.allocations;
    },
    stop: () => {
      isStopped = true;
      cancel();
      tcp?.stop();
      for (const connection of [...connections]) connection.destroy();
      udp.stop();
      server.stop();
    },
  };
}

interface TurnPorts {
  readonly udp: number | undefined;
  readonly tcp: number | undefined;
  readonly tls: number | undefined;
  /** TLS on the port of HTTPS. */
  readonly shared: number | undefined;
}

/**
 * XEP-0215: what is offered to apps. For each service an app takes a relay port in every call: of the two over TLS, the one is
 * offered that passes more networks.
 */
function servicesOf({ udp, tcp, tls, shared }: TurnPorts): OwnRelay["services"] {
  const services: OwnRelay["services"][number][] = [];
  if (udp !== undefined)
    services.push({ type: "stun", port: udp, transport: "udp" }, { type: "turn", port: udp, transport: "udp" });
  if (tcp !== undefined) services.push({ type: "turn", port: tcp, transport: "tcp" });
  const secure = shared ?? tls;
  if (secure !== undefined) services.push({ type: "turns", port: secure, transport: "tcp" });
  return services;
}
