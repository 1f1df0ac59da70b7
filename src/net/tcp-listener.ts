/** Accepts TCP connections, plain at first or under TLS from the first byte, within limits. */
import { type Clock, systemClock } from "../clock.ts";
import type { Logger } from "../log.ts";
import { type Connection, type ConnectionHandler, DEFAULT_LIMITS, type TcpLimits } from "./connection.ts";
import type { ConnectionLimits } from "./connection-limits.ts";
import type { Descriptors, Pausable } from "./descriptors.ts";
import { normalizedAddress } from "./ip-address.ts";
import { listenNative, type NativeListener, type NativeSocket } from "./native-socket.ts";
import { plainHandlers, TcpConnection, type TcpConnectionDeps } from "./tcp-connection.ts";
import { alpnList, type TlsContext } from "./tls-context.ts";

/** Where to listen: an IP address without brackets ("::" for every address of either version), and 0 for any port. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

export interface TcpListenerDeps {
  readonly address: ListenAddress;
  readonly tls: TlsContext;
  /** Direct TLS (XEP-0368). A client that offers protocols without this one is refused; one that offers none is not. */
  readonly directTls?: { readonly alpn: string };
  /** Under TLS, the peer is asked for its certificate, as servers do: `connection.tls.peerChain` is what it shows. */
  readonly asksForCertificate?: boolean;
  /** What to do with a new connection; undefined closes it. */
  readonly accept: (connection: Connection) => ConnectionHandler | undefined;
  /** Shared by all listeners whose connections count together. */
  readonly connectionLimits: ConnectionLimits;
  /** Told of each connection. */
  readonly descriptors?: Pick<Descriptors, "accepted"> | undefined;
  readonly log: Logger;
  /** By default 4 MB, 10 s, 5 s, and any number. */
  readonly limits?: Partial<TcpLimits>;
  readonly clock?: Clock;
}

export interface TcpListener extends Pausable {
  readonly port: number;
  /** Accepts no more; connections that stand are left alone. */
  stop(): void;
}

/** Listens. Throws what the system says, with `code`: EADDRINUSE, EACCES, EADDRNOTAVAIL. */
export function listenTcp(options: TcpListenerDeps): TcpListener {
  const { tls, log, accept, address, connectionLimits: admission, descriptors, asksForCertificate = false } = options;
  const alpn = options.directTls && alpnList(options.directTls.alpn);
  const limits: TcpLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const around: TcpConnectionDeps = {
    role: { isServer: true, certificates: tls, asksForCertificate },
    log,
    clock: options.clock ?? systemClock,
    ...limits,
    noLongerPending: ({ remoteAddress }) => admission.noLongerPending(remoteAddress),
    closed: () => admission.closed(),
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
    const connection = new TcpConnection(socket, remote, around);
    socket.data = connection;
    connection.handler = handlerFor(connection);
    if (connection.handler === undefined) connection.destroy();
    else if (alpn) connection.startDirectTls(alpn);
  };

  const open = (socket: NativeSocket<TcpConnection | undefined>): void => {
    descriptors?.accepted();
    const remote = normalizedAddress(socket.remoteAddress);
    if (admission.admit(remote)) begin(socket, remote);
    else {
      log.debug({ event: "connection-refused", remote, connections: admission.connections });
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
