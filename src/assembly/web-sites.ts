/** What answers over HTTP: the server behind the connections, and the sites of the ports. */
import { acmeRoute, type Http01Responses } from "../certificate/challenges/http-01.ts";
import { systemClock } from "../clock.ts";
import type { Config } from "../config/schema.ts";
import type { HttpRoute } from "../http.ts";
import type { Logger } from "../log.ts";
import type { Connection, ConnectionHandler } from "../net/connection.ts";
import { networksOf } from "../net/networks.ts";
import { cameWithoutTls, forwardedFor } from "../web/forwarded.ts";
import { openHttpServer, type Site } from "../web/http-server.ts";
import { redirectSite } from "../web/redirect.ts";
import { type ErrorResponse, openSite, type SiteDeps } from "../web/site.ts";
import { secureOriginFor } from "../web/web-origin.ts";
import { randomId } from "./kernel.ts";
import { readingRate } from "./reading-rate.ts";

export interface WebSitesDeps {
  readonly config: Config;
  readonly routes: readonly HttpRoute[];
  readonly errorResponse: ErrorResponse;
  /** The names under which this server is reached, in lower case. */
  readonly hosts: ReadonlySet<string>;
  readonly http01: Http01Responses;
  /** Whether port 80 is listened on. */
  readonly hasHttp: () => boolean;
  /** Where people see the site of HTTPS; undefined where there is none. */
  readonly secureOrigin: string | undefined;
  readonly log: Logger;
}

export type AcceptHttp = (connection: Connection) => ConnectionHandler;

/** Each takes the connections of its port. */
export interface WebSites {
  readonly https: AcceptHttp;
  /** Of a web server before this one. */
  readonly proxied: AcceptHttp;
  /** Of port 80. */
  readonly redirect: AcceptHttp;
  /** Resolves when all connections are closed. */
  stop(): Promise<void>;
}

/** Throws Error where two routes have one path. */
export function openWebSites(deps: WebSitesDeps): WebSites {
  const { config, routes, errorResponse, hosts, http01, hasHttp, secureOrigin, log } = deps;
  const { limits, web } = config;
  const server = openHttpServer({
    log,
    clock: systemClock,
    maxBodyBytes: Math.max(0, ...routes.map(({ bodyBytes = 0 }) => bodyBytes)),
    maxMessageBytes: Math.max(1, ...routes.map(({ webSocket }) => webSocket?.maxMessageBytes ?? 0)),
    maxUnsentBytes: limits.unsent,
    webSocketRate: readingRate(limits.rate),
  });
  const site = (given: Pick<SiteDeps, "clientOf" | "isExposed" | "isStrict">): Site =>
    openSite({
      ...{ routes, errorResponse, hosts, log, ...given },
      origins: web.origins,
      maxRequests: limits.web_connections_per_address,
      id: randomId,
    });
  const trusted = networksOf(web.trusted_proxies);
  // Where port 80 is another program's, that may be a web site of the same name without TLS.
  const https = site({ clientOf: (_, peer) => peer, isStrict: hasHttp });
  const proxied = site({
    clientOf: ({ headers }, peer) => forwardedFor(headers.get("x-forwarded-for"), peer, trusted),
    isExposed: cameWithoutTls,
  });
  const redirect = redirectSite({
    routes: [acmeRoute(http01)],
    originFor: (asked) => secureOrigin && secureOriginFor(asked, { origin: secureOrigin, hosts }),
    errorResponse,
  });
  return {
    https: (connection) => server.accept(connection, https),
    proxied: (connection) => server.accept(connection, proxied),
    redirect: (connection) => server.accept(connection, redirect),
    stop: () => server.stop(),
  };
}
