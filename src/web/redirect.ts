/** Port 80: the certificate authority's visits (ACME http-01), and browsers, which are sent on to HTTPS. */
import type { HttpRoute } from "../http.ts";
import type { Site } from "./http-server.ts";
import { routingOf } from "./routing.ts";
import type { ErrorResponse } from "./site.ts";

export interface RedirectDeps {
  /** Answered without TLS. */
  readonly routes: readonly HttpRoute[];
  /** Where HTTPS is, by the name that was asked for; undefined where there is none. */
  readonly originFor: (host: string) => string | undefined;
  readonly errorResponse: ErrorResponse;
}

export function redirectSite({ routes, originFor, errorResponse }: RedirectDeps): Site {
  const routing = routingOf(routes);
  return {
    clientOf: (_, peer) => peer,
    answer: ({ request, remoteAddress, times }) => {
      const url = URL.parse(request.url);
      if (url === null) return errorResponse(400, request);
      if (request.method !== "GET" && request.method !== "HEAD") return errorResponse(405, request);
      const host = url.hostname.toLowerCase();
      const handler = routing.routeFor(url.pathname)?.methods.GET;
      const { allowTime, allowSlowBody } = times;
      const asked = { request, host, remoteAddress, allowTime, allowSlowBody };
      if (handler) return handler({ ...asked, path: url.pathname, query: url.search.slice(1) });
      const origin = originFor(host);
      if (origin === undefined) return errorResponse(404, request);
      return new Response(null, { status: 308, headers: { location: `${origin}${url.pathname}${url.search}` } });
    },
  };
}
