/** The HTTP server: Bun's, on the loopback interface, behind the links of accepted connections; nobody else gets an answer. */
import type { Clock } from "../clock.ts";
import type { WebSocketRoute } from "../http.ts";
import type { Logger } from "../log.ts";
import type { Connection, ConnectionHandler } from "../net/connection.ts";
import { connectLoopback, LOOPBACK } from "../net/loopback.ts";
import type { Rate } from "../net/rate-limit.ts";
import { HttpLink } from "./http-link.ts";
import { type RequestTimes, timesOf } from "./request-times.ts";
import { acceptWebSocket, type WebSocketData, webSocketEvents } from "./web-socket.ts";

/** What is answered on a port. */
export interface Site {
  /** The client's address in canonical form, as its connection or a trusted proxy tells it. */
  readonly clientOf: (request: Request, peer: string) => string;
  readonly answer: (exchange: Exchange) => Response | Promise<Response | undefined>;
}

/** A request on its way through the web server. */
export interface Exchange {
  readonly request: Request;
  /** Of the client, in canonical form. */
  readonly remoteAddress: string;
  readonly times: RequestTimes;
  /** Answers with a WebSocket; false where the request is no handshake (RFC 6455 §4.2.1). */
  readonly upgrade: (route: WebSocketRoute) => boolean;
}

export interface HttpServerDeps {
  readonly log: Logger;
  readonly clock: Clock;
  /** The longest body of any route, in bytes. */
  readonly maxBodyBytes: number;
  /** The longest message of any WebSocket, in bytes. */
  readonly maxMessageBytes: number;
  /** Bytes that may wait for a WebSocket that does not read. */
  readonly maxUnsentBytes: number;
  /** Bytes that are read from a WebSocket. */
  readonly webSocketRate: Rate;
  /** Seconds without data after which a connection is closed, where Bun counts a slow body as none; by default 30. */
  readonly idleSeconds?: number;
}

export interface HttpServer {
  /** On the loopback interface. */
  readonly port: number;
  /** The handler of an accepted connection. */
  accept(connection: Connection, site: Site): ConnectionHandler;
  /** Finishes the requests that are under way, for a few seconds, and closes all connections. */
  stop(): Promise<void>;
}

/** Seconds without data after which a WebSocket is probed, and closed if it does not answer. */
const WEB_SOCKET_IDLE_SECONDS = 300;
const STOP_MS = 3000;

interface OpenLink {
  readonly link: HttpLink;
  readonly site: Site;
}

export function openHttpServer(deps: HttpServerDeps): HttpServer {
  const { log, clock, idleSeconds = 30 } = deps;
  /** By the port of our own end of the connection to Bun's server. */
  const links = new Map<number, OpenLink>();

  const fetch = async (request: Request, server: Bun.Server<WebSocketData>): Promise<Response | undefined> => {
    const open = links.get(server.requestIP(request)?.port ?? 0);
    if (open === undefined) return new Response("", { status: 403 });
    const { link, site } = open;
    const remoteAddress = site.clientOf(request, link.client.remoteAddress);
    const times = timesOf({
      clock,
      link,
      idleSeconds,
      setIdleSeconds: (seconds) => server.timeout(request, seconds),
    });
    try {
      return await site.answer({
        request,
        remoteAddress,
        times,
        upgrade: (route) => acceptWebSocket({ route, request, remoteAddress, link, server, ...deps }),
      });
    } finally {
      times.end();
    }
  };

  const server = Bun.serve<WebSocketData>({
    hostname: LOOPBACK,
    port: 0,
    development: false,
    idleTimeout: idleSeconds,
    maxRequestBodySize: deps.maxBodyBytes,
    fetch: fetch as (request: Request, server: Bun.Server<WebSocketData>) => Promise<Response>,
    error: (error) => {
      log.error({ event: "http-answer-failed", error });
      return new Response("", { status: 500 });
    },
    websocket: {
      ...webSocketEvents(log),
      perMessageDeflate: false,
      maxPayloadLength: deps.maxMessageBytes,
      backpressureLimit: deps.maxUnsentBytes,
      closeOnBackpressureLimit: true,
      idleTimeout: WEB_SOCKET_IDLE_SECONDS,
      sendPings: true,
    },
  });
  const port = server.port ?? 0;

  return {
    port,
    accept: (connection, site) =>
      new HttpLink(connection, {
        clock,
        connect: (link) => connectLoopback({ port, log, clock, connected: (inner) => link.connected(inner) }),
        connected: (link, localPort) => void links.set(localPort, { link, site }),
        closed: (link, localPort) => {
          if (links.get(localPort)?.link === link) links.delete(localPort);
        },
      }),
    stop: async () => {
      const stopped = server.stop();
      const stopTimer = clock.after(STOP_MS, () => void server.stop(true));
      await stopped;
      stopTimer();
    },
  };
}
