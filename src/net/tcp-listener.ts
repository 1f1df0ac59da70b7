/** Accepts TCP connections, in plaintext or with direct TLS, within limits. */
import { type Clock, systemClock } from "../clock.ts";
import type { Logger } from "../log.ts";
import { type Connection, type ConnectionHandler, DEFAULT_LIMITS, type TcpLimits } from "./connection.ts";
import type { ConnectionLimits } from "./connection-limits.ts";
import type { Descriptors, Pausable } from "./descriptors.ts";
import { normalizedAddress } from "./ip-address.ts";
import { listenNative, type NativeListener, type NativeSocket } from "./native-socket.ts";
import { plainHandlers, TcpConnection, type TcpConnectionDeps } from "./tcp-connection.ts";
import { alpnList } from "./tls-context.ts";
import type { CertificateChoice } from "./tls-handshake.ts";
import { awaitClientHello, type TlsProtocolsDeps } from "./tls-protocols.ts";

/** An IP address without brackets ("::" for all addresses of both versions); port 0 for any free one. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

export interface TcpListenerDeps {
  readonly address: ListenAddress;
  readonly tls: CertificateChoice;
  /** Direct TLS (XEP-0368). A client whose ALPN protocols lack this one is refused; one without ALPN is accepted. */
  readonly directTls?: { readonly alpn: string };
  /** Direct TLS for several protocols, in the place of `directTls` and `accept`. */
  readonly protocols?: TlsProtocolsDeps["protocols"];
  /** Under TLS, a certificate is requested from the peer: `connection.tls.peerChain`. */
  readonly asksForCertificate?: boolean;
  /** Returns the handler of a new connection; undefined closes it. */
  readonly accept?: (connection: Connection) => ConnectionHandler | undefined;
  /** Shared by listeners whose connections count together. */
  readonly connectionLimits: ConnectionLimits;
  readonly descriptors?: Pick<Descriptors, "accepted"> | undefined;
  readonly log: Logger;
  /** By default DEFAULT_LIMITS. */
  readonly limits?: Partial<TcpLimits>;
  readonly clock?: Clock;
}

export interface TcpListener extends Pausable {
  readonly port: number;
  /** Stops listening; open connections are kept. */
  stop(): void;
}

/** Listens. Throws the error of the system, with `code`: EADDRINUSE, EACCES, EADDRNOTAVAIL. */
export function listenTcp(deps: TcpListenerDeps): TcpListener {
  const {
    tls,
    log,
    protocols,
    address,
    accept = () => undefined,
    connectionLimits,
    descriptors,
    asksForCertificate = false,
  } = deps;
  const alpn = deps.directTls && alpnList(deps.directTls.alpn);
  const limits: TcpLimits = { ...DEFAULT_LIMITS, ...deps.limits };
  const clock = deps.clock ?? systemClock;
  const connectionDeps: TcpConnectionDeps = {
    role: { isServer: true, certificates: tls, asksForCertificate },
    log,
    clock,
    ...limits,
    noLongerPending: ({ remoteAddress }) => connectionLimits.noLongerPending(remoteAddress),
    closed: () => connectionLimits.closed(),
  };

  const handlerFor = (connection: Connection): ConnectionHandler | undefined => {
    try {
      return accept(connection);
    } catch (error) {
      log.error({ event: "connection-handler-failed", remote: connection.remoteAddress, error });
      return undefined;
    }
  };

  const begin = (socket: NativeSocket<TcpConnection | undefined>, remote: string): void => {
    const connection = new TcpConnection(socket, remote, connectionDeps);
    socket.data = connection;
    connection.handler = protocols
      ? awaitClientHello(connection, { protocols, clock, timeoutMs: limits.handshakeTimeoutMs })
      : handlerFor(connection);
    if (connection.handler === undefined) connection.destroy();
    else if (alpn) connection.startDirectTls(alpn);
  };

  const open = (socket: NativeSocket<TcpConnection | undefined>): void => {
    descriptors?.accepted();
    const remote = normalizedAddress(socket.remoteAddress);
    if (connectionLimits.admit(remote)) begin(socket, remote);
    else {
      log.debug({ event: "connection-refused", remote, connections: connectionLimits.connections });
      socket.terminate();
    }
  };

  const listen = (port: number): NativeListener =>
    listenNative({ hostname: address.host, port }, { ...plainHandlers, open });
  const first = listen(address.port);
  const { port } = first;
  let listener: NativeListener | undefined = first;
  const pause = (): void => {
    listener?.stop(false);
    listener = undefined;
  };
  return {
    port,
    stop: pause,
    pause,
    resume: () => {
      listener ??= listen(port);
    },
  };
}
