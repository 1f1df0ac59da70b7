/** The ports that are listened on, as config.toml says. */
import { systemClock } from "../clock.ts";
import { parseListener, printListener } from "../config/listener.ts";
import type { Config } from "../config/schema.ts";
import type { Logger } from "../log.ts";
import type { Connection, ConnectionHandler } from "../net/connection.ts";
import { ConnectionLimits } from "../net/connection-limits.ts";
import { connectionsFor, Descriptors, filesFor, openFiles, type Pausable, processLimits } from "../net/descriptors.ts";
import { listenTcp, type TcpListener, type TcpListenerDeps } from "../net/tcp-listener.ts";
import type { TlsContext } from "../net/tls-context.ts";
import { ListenError } from "./listen-error.ts";
import { readingRate } from "./reading-rate.ts";

export interface Listeners {
  /** By the option's name: "client" is "127.0.0.1:5222". Listeners that are off are missing. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Accepts no more connections; those that are open stay open. */
  stop(): void;
}

/** XEP-0065. */
export interface ProxyListener {
  /** "ADDRESS:PORT". */
  readonly address: string;
  /** Bytes a second that a connection may send. */
  readonly rate: number;
  readonly accept: (connection: Connection) => ConnectionHandler | undefined;
}

export interface ListenerDeps {
  readonly config: Config;
  readonly tls: TlsContext;
  readonly acceptClient: (connection: Connection) => ConnectionHandler;
  /** Undefined where federation is off. */
  readonly acceptServer?: ((connection: Connection) => ConnectionHandler) | undefined;
  /** Undefined where no component is configured. */
  readonly acceptComponent?: ((connection: Connection) => ConnectionHandler) | undefined;
  /** Undefined where the proxy is off. */
  readonly proxy?: ProxyListener | undefined;
  /** Listeners beside these that pause with them. */
  readonly others?: readonly Pausable[];
  readonly log: Logger;
}

/** Throws ListenError. */
export function openListeners(deps: ListenerDeps): Listeners {
  const { config, tls, acceptClient, acceptServer, acceptComponent, proxy, others = [], log } = deps;
  const { limits, listen, federation } = config;
  const allowed = processLimits();
  const descriptors = new Descriptors({ limit: filesFor(allowed), used: openFiles, clock: systemClock, log });
  const connectionLimits = new ConnectionLimits({
    connections: Math.min(limits.connections, connectionsFor(allowed)),
    pendingPerNetwork: limits.logins_per_address,
  });
  const opened: TcpListener[] = [];
  const addresses: Record<string, string> = {};

  const open = (
    option: string,
    { address: at, rate, accept }: ProxyListener,
    kind: Partial<Pick<TcpListenerDeps, "directTls" | "asksForCertificate" | "connectionLimits">> = {},
  ): void => {
    const address = parseListener(at);
    if (!address) return;
    const bounds = { unsentBytes: limits.unsent, idleMs: limits.idle, reading: readingRate(rate) };
    let listener: TcpListener;
    try {
      listener = listenTcp({ address, tls, accept, connectionLimits, descriptors, log, limits: bounds, ...kind });
    } catch (error) {
      throw new ListenError(option, address, error);
    }
    opened.push(listener);
    addresses[option.replace("listen.", "")] = printListener({ host: address.host, port: listener.port });
  };

  try {
    const { rate } = limits;
    open("listen.client", { address: listen.client, rate, accept: acceptClient });
    const direct = (alpn: string) => ({ directTls: { alpn } });
    open("listen.client_tls", { address: listen.client_tls, rate, accept: acceptClient }, direct("xmpp-client"));
    if (acceptServer) {
      const from = { rate: federation.rate, accept: acceptServer };
      // Counted apart: other servers' connections keep no client of the same address from signing in.
      const asking = { asksForCertificate: true, connectionLimits: connectionLimits.sibling() };
      open("listen.server", { ...from, address: listen.server }, asking);
      open("listen.server_tls", { ...from, address: listen.server_tls }, { ...asking, ...direct("xmpp-server") });
    }
    if (acceptComponent) open("listen.component", { address: listen.component, rate, accept: acceptComponent });
  } catch (error) {
    for (const listener of opened) listener.stop();
    throw error;
  }
  try {
    // Counted apart, likewise.
    if (proxy) open("listen.proxy", proxy, { connectionLimits: connectionLimits.sibling() });
  } catch (error) {
    // The server runs without it.
    log.warn({ event: "proxy-not-listening", address: listen.proxy, reason: String(error) });
  }
  descriptors.watch(...opened, ...others);
  return {
    addresses,
    stop: () => {
      descriptors.stop();
      for (const listener of opened) listener.stop();
    },
  };
}
