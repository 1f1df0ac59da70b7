/** The web server with routes of a test, on a free port. */
import { systemClock } from "../../../src/clock.ts";
import type { HttpRoute } from "../../../src/http.ts";
import { type ConnectionBounds, ConnectionLimits } from "../../../src/net/connection-limits.ts";
import { listenTcp } from "../../../src/net/tcp-listener.ts";
import { TlsContext } from "../../../src/net/tls-context.ts";
import { openHttpServer } from "../../../src/web/http-server.ts";
import { plainError } from "../../../src/web/plain-error.ts";
import { openSite, type SiteDeps } from "../../../src/web/site.ts";
import { pemFor } from "../certificate/pem.ts";
import { memoryLog } from "../in-memory/memory-log.ts";

export interface WebTrialOptions extends Partial<Omit<SiteDeps, "routes">> {
  readonly routes: readonly HttpRoute[];
  /** For HTTPS. */
  readonly tls?: TlsContext;
  readonly idleSeconds?: number;
  readonly connectionLimits?: Partial<ConnectionBounds>;
  /** Bytes that may wait for a WebSocket that does not read. */
  readonly maxUnsentBytes?: number;
}

export function serveForTest({ routes, tls, idleSeconds = 30, connectionLimits = {}, ...given }: WebTrialOptions) {
  const log = memoryLog();
  const server = openHttpServer({
    log,
    clock: systemClock,
    maxBodyBytes: Math.max(0, ...routes.map(({ bodyBytes = 0 }) => bodyBytes)),
    maxMessageBytes: Math.max(1, ...routes.map(({ webSocket }) => webSocket?.maxMessageBytes ?? 0)),
    maxUnsentBytes: given.maxUnsentBytes ?? 4_000_000,
    webSocketRate: { burst: 5_000_000, perSecond: 500_000 },
    idleSeconds,
  });
  const site = openSite({
    routes,
    hosts: new Set(["127.0.0.1"]),
    origins: [],
    maxRequests: 100,
    clientOf: (_, peer) => peer,
    errorResponse: plainError,
    log,
    id: () => "an-id",
    ...given,
  });
  const listener = listenTcp({
    address: { host: "127.0.0.1", port: 0 },
    tls: tls ?? new TlsContext([pemFor(["unused.example"])]),
    connectionLimits: new ConnectionLimits({ connections: 100, pendingPerNetwork: 100, ...connectionLimits }),
    log,
    ...(tls
      ? { protocols: [{ alpn: "http/1.1", accept: (connection) => ({ handler: server.accept(connection, site) }) }] }
      : { accept: (connection) => server.accept(connection, site) }),
  });
  const { port } = listener;
  return {
    port,
    /** Of Bun's server behind it. */
    innerPort: server.port,
    log,
    get: (path: string, init: BunFetchRequestInit = {}) =>
      fetch(`${tls ? "https" : "http"}://127.0.0.1:${port}${path}`, {
        ...init,
        keepalive: false,
        tls: { rejectUnauthorized: false },
      }),
    stop: async () => {
      listener.stop();
      await server.stop();
    },
  };
}
