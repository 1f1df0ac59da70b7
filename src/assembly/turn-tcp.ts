/** The relay for calls over TCP, and over TLS. */
import { systemClock } from "../clock.ts";
import { parseListener } from "../config/listener.ts";
import type { Config } from "../config/schema.ts";
import type { Logger } from "../log.ts";
import type { Connection } from "../net/connection.ts";
import { ConnectionLimits } from "../net/connection-limits.ts";
import { listenTcp, type TcpListener, type TcpListenerDeps } from "../net/tcp-listener.ts";
import type { TcpService } from "../net/tcp-service.ts";
import type { TlsContext } from "../net/tls-context.ts";
import type { RefusedCallPort } from "../operations/status.ts";
import { acceptTurn } from "../turn/listeners.ts";
import type { TurnServer } from "../turn/turn-server.ts";
import { readingRate } from "./reading-rate.ts";

/** ALPN (RFC 7443 §3). */
export const STUN_TURN = "stun.turn";
export const STUN_NAT_DISCOVERY = "stun.nat-discovery";

interface TcpDeps {
  readonly config: Config;
  readonly log: Logger;
  readonly tls: TlsContext;
  readonly service: TcpService;
  /** The one of UDP, where the configuration leaves the choice to the system. */
  readonly port: number | undefined;
}

export interface TcpListeners {
  readonly opened: ReadonlyMap<"turn" | "turns", TcpListener>;
  readonly refused: readonly RefusedCallPort[];
  stop(): void;
}

/** Over TCP or TLS; `connections` has those that are open. */
export function turnService({ limits, turn }: Config, server: TurnServer, connections: Set<Connection>): TcpService {
  return {
    accept: (connection) => {
      const { data, closed } = acceptTurn(server, connection, systemClock);
      connections.add(connection);
      return {
        data,
        closed: (reason) => {
          connections.delete(connection);
          closed(reason);
        },
      };
    },
    connectionLimits: new ConnectionLimits({
      connections: limits.web_connections,
      pendingPerNetwork: limits.web_connections_per_address,
    }),
    // What is above would be dropped, and strangers are not read faster either.
    limits: { unsentBytes: limits.unsent, idleMs: limits.idle, reading: readingRate(turn.rate_per_account) },
  };
}

/** TCP, and TLS over it. */
export function openTcp({ config: { listen }, tls, service, port, log }: TcpDeps): TcpListeners {
  const opened = new Map<"turn" | "turns", TcpListener>();
  const refused: RefusedCallPort[] = [];
  const open = (option: "turn" | "turns", more: Partial<TcpListenerDeps>): void => {
    const wanted = parseListener(listen[option]);
    if (!wanted) return;
    const address = option === "turn" ? { ...wanted, port: wanted.port || (port ?? 0) } : wanted;
    try {
      opened.set(option, listenTcp({ ...service, address, tls, log, ...more }));
    } catch (error) {
      const reason = String(error);
      log.warn({ event: "turn-not-listening", listener: option, address: listen[option], reason });
      const code = String((error as { code?: unknown }).code);
      refused.push({ listener: option, transport: "tcp", address: listen[option], code, reason });
    }
  };
  open("turn", {});
  open("turns", { directTls: { alpn: STUN_TURN } });
  return {
    opened,
    refused,
    stop: () => {
      for (const listener of opened.values()) listener.stop();
    },
  };
}
