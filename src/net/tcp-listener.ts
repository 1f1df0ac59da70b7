/** Accepts TCP connections, in plaintext or with direct TLS, within limits. */
import { type Clock, systemClock } from "../clock.ts";
import type { Logger } from "../log.ts";
import type { Connection, ConnectionHandler } from "./connection.ts";
import type { Descriptors, Pausable } from "./descriptors.ts";
import type { InheritedSockets } from "./inherited-sockets.ts";
import { normalizedAddress } from "./ip-address.ts";
import { listenNative, type NativeListener, type NativeSocket } from "./native-socket.ts";
import { plainHandlers, TcpConnection } from "./tcp-connection.ts";
import {
  admits,
  boundProtocol,
  connectionDeps,
  type PortDeps,
  type PortProtocol,
  type TcpService,
} from "./tcp-service.ts";
import { alpnList } from "./tls-context.ts";
import type { CertificateChoice } from "./tls-handshake.ts";
import { awaitClientHello } from "./tls-protocols.ts";

/** An IP address without brackets ("::" for all addresses of both versions); port 0 for any free one. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** `accept` is missing where there are `protocols`; the limits are then for connections whose protocol is not known yet. */
export interface TcpListenerDeps extends Omit<TcpService, "accept">, Partial<Pick<TcpService, "accept">> {
  readonly address: ListenAddress;
  readonly tls: CertificateChoice;
  /** Direct TLS (XEP-0368). A client whose ALPN protocols lack this one is refused; one without ALPN is accepted. */
  readonly directTls?: { readonly alpn: string };
  /** Direct TLS for several protocols, in the place of `directTls` and `accept`, as TlsProtocolsDeps has them. */
  readonly protocols?: readonly PortProtocol[];
  readonly descriptors?: Pick<Descriptors, "accepted"> | undefined;
  /** Where one of these is bound to the address, it is the one that is listened on. */
  readonly inherited?: Pick<InheritedSockets, "take"> | undefined;
  readonly log: Logger;
  readonly clock?: Clock;
}

export interface TcpListener extends Pausable {
  readonly port: number;
  /** Stops listening; open connections are kept. */
  stop(): void;
}

/** Listens. Throws the error of the system, with `code`: EADDRINUSE, EACCES, EADDRNOTAVAIL. */
export function listenTcp(deps: TcpListenerDeps): TcpListener {
  const { tls, log, address, accept = () => undefined, connectionLimits, descriptors, inherited } = deps;
  const alpn = deps.directTls && alpnList(deps.directTls.alpn);
  const clock = deps.clock ?? systemClock;
  const role = { isServer: true, certificates: tls, asksForCertificate: deps.asksForCertificate ?? false } as const;
  const shared: PortDeps = { role, log, clock };
  const bound = connectionDeps(deps, shared);
  const { handshakeTimeoutMs: timeoutMs } = bound;
  const protocols = deps.protocols?.map((protocol) => boundProtocol(protocol, shared));

  const handlerFor = (connection: Connection): ConnectionHandler | undefined => {
    try {
      return accept(connection);
    } catch (error) {
      log.error({ event: "connection-handler-failed", remote: connection.remoteAddress, error });
      return undefined;
    }
  };

  const begin = (socket: NativeSocket<TcpConnection | undefined>, remote: string): void => {
    const connection = new TcpConnection(socket, remote, bound);
    socket.data = connection;
    connection.handler = protocols
      ? awaitClientHello(connection, { protocols, clock, timeoutMs })
      : handlerFor(connection);
    if (connection.handler === undefined) connection.destroy();
    else if (alpn) connection.startDirectTls(alpn);
  };

  const open = (socket: NativeSocket<TcpConnection | undefined>): void => {
    descriptors?.accepted();
    const remote = normalizedAddress(socket.remoteAddress);
    if (admits(connectionLimits, remote, log)) begin(socket, remote);
    else socket.terminate();
  };

  const listen = (port: number): NativeListener =>
    listenNative(
      { hostname: address.host, port, fd: inherited?.take({ host: address.host, port }) },
      { ...plainHandlers, open },
    );
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
