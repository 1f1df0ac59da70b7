/** Who takes the connections of apps, other servers and components, whatever port they come to, and within which limits. */
import { systemClock } from "../clock.ts";
import type { Config } from "../config/schema.ts";
import type { Logger } from "../log.ts";
import type { Connection, ConnectionHandler } from "../net/connection.ts";
import { ConnectionLimits } from "../net/connection-limits.ts";
import { connectionsFor, Descriptors, filesFor, openFiles, processLimits } from "../net/descriptors.ts";
import type { TcpService } from "../net/tcp-service.ts";
import { readingRate } from "./reading-rate.ts";

export interface XmppServicesDeps {
  readonly config: Config;
  readonly acceptClient: (connection: Connection) => ConnectionHandler;
  /** Undefined where federation is off. */
  readonly acceptServer?: ((connection: Connection) => ConnectionHandler) | undefined;
  /** Undefined where no component is configured. */
  readonly acceptComponent?: ((connection: Connection) => ConnectionHandler) | undefined;
  /** Undefined where the proxy is off. */
  readonly proxy?: ProxyService | undefined;
  readonly log: Logger;
}

/** XEP-0065. */
export interface ProxyService {
  /** Bytes a second that a connection may send. */
  readonly rate: number;
  readonly accept: (connection: Connection) => ConnectionHandler | undefined;
}

export interface XmppServices {
  readonly client: TcpService;
  readonly server: TcpService | undefined;
  readonly component: TcpService | undefined;
  readonly proxy: TcpService | undefined;
  /** Told of each of their connections. */
  readonly descriptors: Descriptors;
}

export function openXmppServices(deps: XmppServicesDeps): XmppServices {
  const { acceptClient, acceptServer, acceptComponent, proxy, log } = deps;
  const { limits, federation } = deps.config;
  const allowed = processLimits();
  const connectionLimits = new ConnectionLimits({
    connections: Math.min(limits.connections, connectionsFor(allowed)),
    pendingPerNetwork: limits.logins_per_address,
  });
  const boundsFor = (rate: number) => ({
    connectionLimits,
    limits: { unsentBytes: limits.unsent, idleMs: limits.idle, reading: readingRate(rate) },
  });
  // Counted apart: other servers' connections keep no client of the same address from signing in.
  const apart = (rate: number) => ({ ...boundsFor(rate), connectionLimits: connectionLimits.sibling() });
  return {
    client: { ...boundsFor(limits.rate), accept: acceptClient },
    server: acceptServer && { ...apart(federation.rate), accept: acceptServer, asksForCertificate: true },
    component: acceptComponent && { ...boundsFor(limits.rate), accept: acceptComponent },
    proxy: proxy && { ...apart(proxy.rate), accept: proxy.accept },
    descriptors: new Descriptors({ limit: filesFor(allowed), used: openFiles, clock: systemClock, log }),
  };
}
