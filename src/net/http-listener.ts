/** An HTTP or HTTPS listener that answers by a table of paths. */
import { type Clock, systemClock } from "../clock.ts";
import type { Logger } from "../log.ts";
import type { Pausable } from "./descriptors.ts";
import { onEveryAddress } from "./every-address.ts";
import { normalizedAddress } from "./ip-address.ts";
import type { ListenAddress } from "./tcp-listener.ts";
import { namesOf, type TlsContext } from "./tls-context.ts";

export interface HttpRoute {
  /** "/status": that path alone; "/upload/", with the slash: all paths below it as well. */
  readonly path: string;
  /** `remoteAddress` in canonical form. An error is logged and answered with 500. */
  readonly answer: (request: Request, remoteAddress: string) => Response | Promise<Response>;
  /** Maximal size of a request's body in bytes; by default 0. */
  readonly bodyBytes?: number;
}

export interface HttpListenerDeps {
  readonly address: ListenAddress;
  readonly routes: readonly HttpRoute[];
  /** For HTTPS. */
  readonly tls?: TlsContext;
  readonly log: Logger;
  /** Seconds without data after which a connection is closed, at most 255; by default 30. */
  readonly idleSeconds?: number;
  readonly clock?: Clock;
}

export interface HttpListener extends Pausable {
  readonly port: number;
  /** Stops listening; resolves when the last response was sent. */
  stop(): Promise<void>;
  /** Frees the port for a while; the function that it resolves to listens again, and rejects as `listenHttp` throws. */
  release(): Promise<() => Promise<void>>;
}

const RETRY_MS = 1000;
const text = (status: number, sentence: string): Response =>
  new Response(`${sentence}\n`, { status, headers: { "content-type": "text/plain; charset=utf-8" } });

/** The path of the request; undefined where its Host header is not a host (RFC 9112 §3.2). */
export const pathOf = ({ url }: Request): string | undefined => URL.parse(url)?.pathname;

/** Listens. Throws the error of the system, with `code`: EADDRINUSE, EACCES, EADDRNOTAVAIL. */
export function listenHttp(deps: HttpListenerDeps): HttpListener {
  const { address, routes, tls, log, idleSeconds = 30, clock = systemClock } = deps;
  const routing = routingOf(routes);

  const answer = async (request: Request, server: Bun.Server<undefined>): Promise<Response> => {
    const path = pathOf(request);
    if (path === undefined) return text(400, "The Host header is not a host.");
    const route = routeFor(routing, path);
    if (route === undefined) return text(404, "There is nothing here.");
    const length = request.headers.get("content-length");
    if (length === null && request.body !== null) return text(411, "Say the length of what you send.");
    if (Number(length) > (route.bodyBytes ?? 0)) return text(413, "This is too large.");
    return route.answer(request, normalizedAddress(server.requestIP(request)?.address ?? ""));
  };

  const listen = (port: number): Bun.Server<undefined> => onEveryAddress(address.host, (host) => listenAt(host, port));
  const listenAt = (hostname: string, port: number): Bun.Server<undefined> =>
    Bun.serve({
      hostname,
      port,
      development: false,
      idleTimeout: idleSeconds,
      maxRequestBodySize: Math.max(0, ...routes.map(({ bodyBytes = 0 }) => bodyBytes)),
      ...(tls ? { tls: certificatesOf(tls) } : {}),
      fetch: answer,
      error: (error) => {
        log.error({ event: "http-answer-failed", error });
        return text(500, "This did not work.");
      },
    });

  let server: Bun.Server<undefined> | undefined = listen(address.port);
  const port = server.port ?? address.port;

  /** The former server finishes the requests that it has; its port is free at once. */
  const relisten = (): void => {
    if (server === undefined) return;
    void server.stop();
    try {
      server = listen(port);
    } catch (error) {
      log.error({ event: "http-listen-failed", port, error });
      clock.after(RETRY_MS, relisten);
    }
  };
  const forgetTls = tls?.onReplace(relisten);

  const close = async (): Promise<void> => {
    const closing = server;
    server = undefined;
    await closing?.stop();
  };
  return {
    port,
    stop: () => {
      forgetTls?.();
      return close();
    },
    pause: () => void close(),
    resume: () => {
      server ??= listen(port);
    },
    release: async () => {
      await close();
      return async () => {
        server ??= listen(port);
      };
    },
  };
}

/** A certificate for each name (SNI); the first is for all others. */
const certificatesOf = (tls: TlsContext): Bun.TLSOptions[] =>
  tls.certificates.flatMap(({ x509, pem: { chain, key } }) =>
    namesOf(x509).map((serverName) => ({ cert: chain, key, serverName })),
  );

export interface Routing {
  readonly exact: ReadonlyMap<string, HttpRoute>;
  /** Longest first. */
  readonly prefixes: readonly HttpRoute[];
}

/** Throws Error where two routes have one path, or a path does not begin with a slash. */
export function routingOf(routes: readonly HttpRoute[]): Routing {
  const exact = new Map<string, HttpRoute>();
  for (const route of routes) {
    if (!route.path.startsWith("/") || exact.has(route.path)) throw new Error(`a route cannot be ${route.path}`);
    exact.set(route.path, route);
  }
  const prefixes = routes.filter(({ path }) => path.endsWith("/")).sort((a, b) => b.path.length - a.path.length);
  return { exact, prefixes };
}

/** An exact path takes precedence over a prefix, a longer prefix over a shorter one. */
export const routeFor = ({ exact, prefixes }: Routing, path: string): HttpRoute | undefined =>
  exact.get(path) ?? prefixes.find((route) => path.startsWith(route.path));
