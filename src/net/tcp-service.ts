/** What is served over TCP, on one port or on several: who handles the connections, and within which limits. */
import type { Clock } from "../clock.ts";
import type { Logger } from "../log.ts";
import { type Connection, type ConnectionHandler, DEFAULT_LIMITS, type TcpLimits } from "./connection.ts";
import type { ConnectionLimits } from "./connection-limits.ts";
import type { TcpConnection, TcpConnectionDeps } from "./tcp-connection.ts";
import type { TlsRole } from "./tls-handshake.ts";
import type { BoundProtocol, TlsProtocol } from "./tls-protocols.ts";

export interface TcpBounds {
  /** Shared by services whose connections count together. */
  readonly connectionLimits: ConnectionLimits;
  /** By default DEFAULT_LIMITS. */
  readonly limits?: Partial<TcpLimits>;
}

export interface TcpService extends TcpBounds {
  /** Returns the handler of a new connection; undefined closes it. */
  readonly accept: (connection: Connection) => ConnectionHandler | undefined;
  /** Under TLS, a certificate is requested from the peer: `connection.tls.peerChain`. */
  readonly asksForCertificate?: boolean;
}

/** One of several protocols of a port. */
export interface PortProtocol extends TlsProtocol {
  /** By default its connections count as those whose protocol is not known yet. */
  readonly bounds?: TcpBounds;
}

/** A service as one of several protocols of a port. */
export const asProtocol = (service: TcpService, told: Pick<TlsProtocol, "alpn" | "isFirstByte">): PortProtocol => ({
  ...told,
  bounds: service,
  accept: (connection) => {
    const handler = service.accept(connection);
    return handler && { handler, role: { asksForCertificate: service.asksForCertificate ?? false } };
  },
});

/** What all connections of a port have in common. */
export interface PortDeps {
  readonly role: TlsRole;
  readonly log: Logger;
  readonly clock: Clock;
}

export const connectionDeps = ({ connectionLimits, limits }: TcpBounds, port: PortDeps): TcpConnectionDeps => ({
  ...port,
  ...DEFAULT_LIMITS,
  ...limits,
  noLongerPending: ({ remoteAddress }) => connectionLimits.noLongerPending(remoteAddress),
  closed: () => connectionLimits.closed(),
});

/** Counts a new connection; returns false, and says so in the log, where a limit is reached. */
export function admits(connectionLimits: ConnectionLimits, remote: string, log: Pick<Logger, "debug">): boolean {
  if (connectionLimits.admit(remote)) return true;
  log.debug({ event: "connection-refused", remote, connections: connectionLimits.connections });
  return false;
}

/** The protocol with its limits. */
export function boundProtocol(protocol: PortProtocol, port: PortDeps): BoundProtocol {
  const { bounds } = protocol;
  if (bounds === undefined) return { ...protocol, admit: () => true };
  const deps = connectionDeps(bounds, port);
  const admit = (connection: TcpConnection): boolean => {
    if (!admits(bounds.connectionLimits, connection.remoteAddress, port.log)) return false;
    connection.moveTo(deps);
    return true;
  };
  return { ...protocol, admit };
}
