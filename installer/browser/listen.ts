/** Where setup listens: its pages at a port that the server does not want, and on port 80 a signpost to them. */
import { randomBytes } from "node:crypto";
import type { Clock } from "../../src/clock.ts";
import type { HttpRoute } from "../../src/http.ts";
import type { Logger } from "../../src/log.ts";
import { DEFAULT_LIMITS } from "../../src/net/connection.ts";
import { ConnectionLimits } from "../../src/net/connection-limits.ts";
import { listenTcp, type TcpListener } from "../../src/net/tcp-listener.ts";
import type { CertificateChoice } from "../../src/net/tls-handshake.ts";
import { openHttpServer, type Site } from "../../src/web/http-server.ts";
import { type ErrorResponse, openSite } from "../../src/web/site.ts";
import { isLocalHost } from "./local-network.ts";

/** What is asked for before a route is looked for. */
export interface Doorkeeper {
  readonly isLocalPeer: (address: string) => boolean;
  /** What somebody sees who is not of the local network. */
  readonly outsideResponse: (request: Request) => Response;
}

export interface ListenDeps extends Doorkeeper {
  readonly routes: readonly HttpRoute[];
  readonly errorResponse: ErrorResponse;
  /** IP addresses to listen at; the first one is needed, the others are tried. */
  readonly addresses: readonly string[];
  /** The ports of the pages, the best first; 0 for any. */
  readonly ports: readonly number[];
  /** Of the signpost; undefined for none. */
  readonly signpostPort: number | undefined;
  readonly machineName: string;
  readonly log: Logger;
  readonly clock: Clock;
}

export interface SetupServer {
  readonly port: number;
  readonly signpost: Signpost;
  /** Finishes the requests that are under way, and closes all connections. */
  stop(): Promise<void>;
}

/** What leads from the port that browsers ask without being told one. The server itself needs that port sooner or later. */
export interface Signpost {
  /** Undefined where the port could not be had. */
  readonly port: number | undefined;
  /** Leaves the port to `work` for as long as that takes. */
  aside<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Leaves it for good. */
  close(): void;
}

/** One home, a few browsers. */
const MAX_CONNECTIONS = 200;
const MAX_CONNECTIONS_OF_ADDRESS = 30;
const MAX_REQUESTS_OF_ADDRESS = 8;
const NO_TLS: CertificateChoice = {
  certificateFor: () => {
    throw new Error("there is no TLS at this port");
  },
};

/** Throws what the system says of the last port. */
export function openSetupServer(deps: ListenDeps): SetupServer {
  const { routes, addresses, ports, signpostPort, log, clock } = deps;
  const server = openHttpServer({
    ...{ log, clock },
    maxBodyBytes: Math.max(0, ...routes.map(({ bodyBytes = 0 }) => bodyBytes)),
    // There are no WebSockets.
    ...{ maxMessageBytes: 1, maxUnsentBytes: 1, webSocketRate: { burst: 1, perSecond: 1 } },
  });
  const perAddress = { connections: MAX_CONNECTIONS, pendingPerNetwork: MAX_CONNECTIONS_OF_ADDRESS };
  const connectionLimits = new ConnectionLimits(perAddress);
  const { unsentBytes, idleMs } = DEFAULT_LIMITS;
  const listenAt = (host: string, port: number, site: Site): TcpListener =>
    listenTcp({
      ...{ address: { host, port }, tls: NO_TLS, connectionLimits, limits: { unsentBytes, idleMs }, log, clock },
      accept: (connection) => server.accept(connection, site),
    });

  const pages = pagesSite(deps);
  const first = listenAtFirst(ports, (port) => listenAt(addresses[0] ?? "127.0.0.1", port, pages));
  const others = addresses.slice(1).flatMap((host) => attempt(() => listenAt(host, first.port, pages)) ?? []);
  const post = signpostSite(deps, first.port);
  const signposts =
    signpostPort === undefined
      ? []
      : addresses.flatMap((host) => attempt(() => listenAt(host, signpostPort, post)) ?? []);
  const signpost = signpostOf(signposts);
  return {
    port: first.port,
    signpost,
    stop: async () => {
      signpost.close();
      for (const listener of [first, ...others]) listener.stop();
      await server.stop();
    },
  };
}

function listenAtFirst(ports: readonly number[], listen: (port: number) => TcpListener): TcpListener {
  for (const port of ports.slice(0, -1)) {
    const listener = attempt(() => listen(port));
    if (listener) return listener;
  }
  return listen(ports.at(-1) ?? 0);
}

/** Undefined where somebody else has the port, it is the administrator's, or the machine has no such address. */
function attempt(listen: () => TcpListener): TcpListener | undefined {
  try {
    return listen();
  } catch {
    return undefined;
  }
}

function signpostOf(listeners: readonly TcpListener[]): Signpost {
  let isClosed = listeners.length === 0;
  let aside = 0;
  const stop = (): void => {
    for (const listener of listeners) listener.pause();
  };
  const close = (): void => {
    isClosed = true;
    stop();
  };
  return {
    port: listeners[0]?.port,
    aside: async (work) => {
      aside += 1;
      if (!isClosed) stop();
      try {
        return await work();
      } finally {
        aside -= 1;
        if (aside === 0 && !isClosed)
          try {
            for (const listener of listeners) listener.resume();
          } catch {
            // Somebody else has it now: most likely the server that was set up.
            close();
          }
      }
    },
    close,
  };
}

/** Peers first, then the name that they have asked for (in `hosts`), then routes. */
function pagesSite({ routes, errorResponse, machineName, log, ...keeper }: ListenDeps): Site {
  const site = openSite({
    ...{ routes, errorResponse, log },
    hosts: { has: (host) => isLocalHost(host, machineName) },
    origins: [],
    maxRequests: MAX_REQUESTS_OF_ADDRESS,
    clientOf: (_, peer) => peer,
    id: () => randomBytes(8).toString("hex"),
  });
  return guarded(site, keeper);
}

function signpostSite({ machineName, errorResponse, ...keeper }: ListenDeps, port: number): Site {
  const answer: Site["answer"] = ({ request }) => {
    const url = URL.parse(request.url);
    if (url === null || !isLocalHost(url.hostname, machineName)) return errorResponse(421, request);
    if (request.method !== "GET" && request.method !== "HEAD") return errorResponse(405, request);
    const location = `http://${url.hostname}:${port}${url.pathname}${url.search}`;
    return new Response(null, { status: 307, headers: { location, "cache-control": "no-store" } });
  };
  return guarded({ clientOf: (_, peer) => peer, answer }, keeper);
}

const guarded = (site: Site, { isLocalPeer: isLocal, outsideResponse }: Doorkeeper): Site => ({
  ...site,
  answer: (exchange) => (isLocal(exchange.remoteAddress) ? site.answer(exchange) : outsideResponse(exchange.request)),
});
