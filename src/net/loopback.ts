/** Connections within this process, over the loopback interface. */
import type { Clock } from "../clock.ts";
import type { Logger } from "../log.ts";
import { type ConnectionHandler, DEFAULT_LIMITS } from "./connection.ts";
import { plainHandlers, TcpConnection } from "./tcp-connection.ts";

export const LOOPBACK = "127.0.0.1";

export interface LoopbackDeps {
  readonly port: number;
  readonly log: Logger;
  readonly clock: Clock;
  /** Called with the connection before anything is sent or read. */
  readonly connected: (connection: TcpConnection) => ConnectionHandler;
}

/** Connects to a port of this process; what waits to be sent is bounded by the sender. Rejects with the error of the system. */
export async function connectLoopback({ port, log, clock, connected }: LoopbackDeps): Promise<void> {
  const { POSITIVE_INFINITY } = Number;
  const deps = {
    ...DEFAULT_LIMITS,
    role: undefined,
    log,
    clock,
    unsentBytes: POSITIVE_INFINITY,
    idleMs: POSITIVE_INFINITY,
  };
  await Bun.connect<TcpConnection | undefined>({
    hostname: LOOPBACK,
    port,
    socket: {
      ...(plainHandlers as unknown as Bun.SocketHandler<TcpConnection | undefined>),
      open: (socket) => {
        const connection = new TcpConnection(socket as never, LOOPBACK, deps);
        socket.data = connection;
        connection.handler = connected(connection);
      },
    },
  });
}
