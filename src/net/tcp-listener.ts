/** Accepts TCP connections, plain at first or under TLS from the first byte, within limits. */
import type { Logger } from "../log.ts";
import { type ListenAddress, networkOf } from "./address.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Connection, ConnectionHandler } from "./connection.ts";
import { listenNative } from "./native-socket.ts";
import { plain, type Surroundings, TcpConnection } from "./tcp-connection.ts";
import { alpnList, type TlsContext } from "./tls-context.ts";

export interface TcpLimits {
  /** Bytes that may wait for a peer that does not read. */
  readonly unsentBytes: number;
  /** Milliseconds for a TLS handshake. */
  readonly handshakeMs: number;
  /** Milliseconds that `end` waits for the peer to close, too. */
  readonly closeMs: number;
  /** Connections not yet established, from one IPv4 address or IPv6 /64. */
  readonly pendingPerNetwork: number;
  /** Connections altogether. */
  readonly connections: number;
}

export const defaultLimits: TcpLimits = {
  unsentBytes: 4_000_000,
  handshakeMs: 10_000,
  closeMs: 5_000,
  pendingPerNetwork: 200,
  connections: 20_000,
};

export interface TcpListenerOptions {
  readonly address: ListenAddress;
  readonly tls: TlsContext;
  /** Direct TLS (XEP-0368). A client that offers protocols without this one is refused; one that offers none is not. */
  readonly directTls?: { readonly alpn: string };
  /** What to do with a new connection; undefined closes it. */
  readonly accept: (connection: Connection) => ConnectionHandler | undefined;
  readonly log: Logger;
  readonly limits?: Partial<TcpLimits>;
  readonly clock?: Clock;
}

export interface TcpListener {
  readonly port: number;
  /** Accepts no more; connections that stand are left alone. */
  stop(): void;
}

/** Listens. Throws what the system says, with `code`: EADDRINUSE, EACCES, EADDRNOTAVAIL. */
export function listenTcp(options: TcpListenerOptions): TcpListener {
  const { tls, log, accept, address } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const alpn = options.directTls && alpnList(options.directTls.alpn);
  const pending = new Map<string, number>();
  let connections = 0;

  const around: Surroundings = {
    tls,
    log,
    clock: options.clock ?? systemClock,
    ...limits,
    settled: ({ remoteAddress }) => {
      const network = networkOf(remoteAddress);
      const left = (pending.get(network) ?? 1) - 1;
      if (left === 0) pending.delete(network);
      else pending.set(network, left);
    },
    gone: () => {
      connections -= 1;
    },
  };

  const handlerFor = (connection: Connection): ConnectionHandler | undefined => {
    try {
      return accept(connection);
    } catch (error) {
      log.error({ event: "connection-handler-failed", remote: connection.remoteAddress, error });
      return undefined;
    }
  };

  const listener = listenNative<TcpConnection>(
    { hostname: address.host, port: address.port },
    {
      ...plain,
      open: (socket) => {
        const connection = new TcpConnection(socket, around);
        const network = networkOf(connection.remoteAddress);
        const waiting = pending.get(network) ?? 0;
        connections += 1;
        pending.set(network, waiting + 1);
        socket.data = connection;
        const hasRoom = waiting < limits.pendingPerNetwork && connections <= limits.connections;
        if (hasRoom) connection.handler = handlerFor(connection);
        else log.debug({ event: "connection-refused", remote: connection.remoteAddress, waiting, connections });
        if (connection.handler === undefined) connection.destroy();
        else if (alpn) connection.startDirectTls(alpn);
      },
    },
  );
  return { port: listener.port, stop: () => listener.stop(false) };
}
