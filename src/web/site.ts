/** The site: which route answers a request, after everything that all routes have in common. */
import type { HttpMethod, HttpRequest, HttpRoute } from "../http.ts";
import type { Logger } from "../log.ts";
import { crossOriginHeaders, isAllowedOrigin, preflightResponse } from "./cross-origin.ts";
import type { Exchange, Site } from "./http-server.ts";
import { routingOf } from "./routing.ts";
import { Underway } from "./underway.ts";

/** A refusal that a person can read. `id` stands in the log as well. */
export type ErrorResponse = (status: number, request: Request, id?: string) => Response;

export interface SiteDeps {
  readonly routes: readonly HttpRoute[];
  /** The names under which this server is reached, in lower case. */
  readonly hosts: Pick<ReadonlySet<string>, "has">;
  /** The option web.origins. */
  readonly origins: readonly string[];
  /** Of one network at once. */
  readonly maxRequests: number;
  readonly clientOf: Site["clientOf"];
  /** Whether the client is not protected by TLS: it is sent on to HTTPS, with nothing else answered. */
  readonly isExposed?: (request: Request) => boolean;
  /** Whether browsers are told to come by HTTPS alone from now on (RFC 6797), where they have come to its usual port. */
  readonly isStrict?: () => boolean;
  readonly errorResponse: ErrorResponse;
  readonly log: Logger;
  /** A new unguessable id. */
  readonly id: () => string;
}

/** Half a year, in seconds; subdomains may be somebody else's. */
const STRICT = "max-age=15768000";

/** Throws Error where two routes have one path. */
export function openSite({ routes, errorResponse, ...deps }: SiteDeps): Site {
  const routing = routingOf(routes);
  const underway = new Underway(deps.maxRequests);

  const answer = async (exchange: Exchange): Promise<Response | undefined> => {
    const { request, remoteAddress } = exchange;
    const url = URL.parse(request.url);
    // RFC 9112 §3.2: exactly one Host; Bun joins two as it joins those of other fields.
    if (url === null || request.headers.get("host")?.includes(",")) return errorResponse(400, request);
    const host = url.hostname.toLowerCase();
    // RFC 9110 §7.4: a name of somebody else's that was made to lead here.
    if (!deps.hosts.has(host)) return errorResponse(421, request);
    if (deps.isExposed?.(request)) return secureRedirect(url, request);
    const route = routing.routeFor(url.pathname);
    if (route === undefined) return slashRedirect(url, request) ?? errorResponse(404, request);
    const end = underway.begin(remoteAddress);
    if (end === undefined) return errorResponse(429, request);
    try {
      return await answerRoute(route, exchange, url, host);
    } catch (error) {
      if (request.signal.aborted) return errorResponse(400, request);
      const id = deps.id();
      deps.log.error({ event: "http-answer-failed", id, method: request.method, path: route.path, error });
      return errorResponse(500, request, id);
    } finally {
      end();
    }
  };

  const secureRedirect = ({ host, pathname, search }: URL, request: Request): Response => {
    const isPage = ["GET", "HEAD"].includes(request.method) && !request.headers.has("upgrade");
    if (!isPage) return errorResponse(403, request);
    return new Response(null, { status: 308, headers: { location: `https://${host}${pathname}${search}` } });
  };

  /** For who has typed a slash behind the path of a page. */
  const slashRedirect = ({ pathname, search }: URL, { method }: Request): Response | undefined => {
    const path = pathname.replace(/\/$/, "");
    const isPage = ["GET", "HEAD"].includes(method) && routing.routeFor(path) !== undefined;
    return isPage ? new Response(null, { status: 308, headers: { location: `${path}${search}` } }) : undefined;
  };

  const answerRoute = async (
    route: HttpRoute,
    exchange: Exchange,
    url: URL,
    host: string,
  ): Promise<Response | undefined> => {
    const { request, remoteAddress, times } = exchange;
    const asked = { route, origin: request.headers.get("origin"), allowed: deps.origins };
    const methods = methodsOf(route);
    if (request.method === "OPTIONS") return preflightResponse(asked, methods);
    if (route.webSocket && request.headers.get("upgrade")?.toLowerCase() === "websocket") {
      return upgrade(route.webSocket, exchange);
    }
    const method = (request.method === "HEAD" ? "GET" : request.method) as HttpMethod;
    const handler = Object.hasOwn(route.methods, method) ? route.methods[method] : undefined;
    if (handler === undefined) return withHeaders(errorResponse(405, request), { allow: methods.join(", ") });
    const refused = lengthError(request, route.bodyBytes ?? 0);
    if (refused !== undefined) return withHeaders(errorResponse(refused, request), crossOriginHeaders(asked));
    const { allowTime, allowSlowBody } = times;
    const handled: HttpRequest = {
      ...{ request, host, remoteAddress, allowTime, allowSlowBody },
      path: url.pathname,
      query: url.search.slice(1),
    };
    return withHeaders(await handler(handled), crossOriginHeaders(asked));
  };

  const upgrade = (webSocket: NonNullable<HttpRoute["webSocket"]>, exchange: Exchange): Response | undefined => {
    const { request } = exchange;
    const origin = request.headers.get("origin");
    if (!isOwnOrigin(origin) && !isAllowedOrigin(origin, deps.origins)) return errorResponse(403, request);
    const offered = (request.headers.get("sec-websocket-protocol") ?? "").split(",").map((name) => name.trim());
    // RFC 7395 §3.1: it is no XMPP client that does not offer it.
    if (!offered.includes(webSocket.protocol)) return errorResponse(400, request);
    return exchange.upgrade(webSocket) ? undefined : errorResponse(400, request);
  };

  /** A page of this server, such as the chat. Ports are not compared: a proxy may leave that of Host out. */
  const isOwnOrigin = (origin: string | null): boolean => {
    const url = origin === null ? null : URL.parse(origin);
    return url?.protocol === "https:" && deps.hosts.has(url.hostname);
  };

  /** With another port, that of HTTP may belong to a web server that has no TLS; and localhost is everybody's. */
  const mayBeStrict = (request: Request): boolean => {
    const url = URL.parse(request.url);
    return deps.isStrict?.() === true && (url?.port === "" || url?.port === "443") && url.hostname !== "localhost";
  };

  return {
    clientOf: deps.clientOf,
    answer: async (exchange) => {
      const response = await answer(exchange);
      if (response && mayBeStrict(exchange.request)) response.headers.set("strict-transport-security", STRICT);
      return response;
    },
  };
}

function methodsOf({ methods, webSocket }: HttpRoute): readonly string[] {
  const own = Object.keys(methods);
  const reads = own.includes("GET") || webSocket ? ["GET", ...(own.includes("GET") ? ["HEAD"] : [])] : [];
  return [...new Set([...reads, ...own, "OPTIONS"])];
}

/** RFC 9110 §15.5: a body has to declare its length, and to be short enough. */
function lengthError({ headers, body }: Request, maxBytes: number): number | undefined {
  const length = headers.get("content-length");
  if (length === null) return body === null ? undefined : 411;
  // RFC 9112 §6.3: said twice, it could be understood in two ways.
  if (!/^\d+$/.test(length)) return 400;
  return Number(length) > maxBytes ? 413 : undefined;
}

function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}
