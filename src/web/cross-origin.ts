/** Scripts of pages of other sites (the Fetch Standard §3.2, CORS), and WebSockets that they open. Cookies are never sent along. */
import type { HttpRoute } from "../http.ts";

/** Whether a page of this origin may sign in here: `allowed` is the option web.origins, empty for all. */
export const isAllowedOrigin = (origin: string | null, allowed: readonly string[]): boolean =>
  origin === null || allowed.length === 0 || allowed.includes(origin);

export interface CrossOriginRequest {
  readonly route: HttpRoute;
  /** The Origin field; null where there is none, as from programs that are no browsers. */
  readonly origin: string | null;
  readonly allowed: readonly string[];
}

const MAX_AGE_SECONDS = "86400";

/** The header fields by which a browser lets the script read the response; none where it may not. */
export function crossOriginHeaders({ route, origin, allowed }: CrossOriginRequest): Readonly<Record<string, string>> {
  const { crossOrigin } = route;
  if (crossOrigin === undefined) return {};
  const isListed = crossOrigin.isRestricted && allowed.length > 0;
  // What is cached for one origin must not be given to another.
  if (isListed && (origin === null || !isAllowedOrigin(origin, allowed))) return { vary: "Origin" };
  const exposed = crossOrigin.responseHeaders ?? [];
  return {
    "access-control-allow-origin": isListed ? (origin ?? "") : "*",
    ...(isListed ? { vary: "Origin" } : {}),
    ...(exposed.length > 0 ? { "access-control-expose-headers": exposed.join(", ") } : {}),
  };
}

/** The answer to OPTIONS: a browser asks before a script may send what a form could not. `methods` are those of the route. */
export function preflightResponse(request: CrossOriginRequest, methods: readonly string[]): Response {
  const allow = methods.join(", ");
  const headers = crossOriginHeaders(request);
  const mayAsk = headers["access-control-allow-origin"] !== undefined;
  const fields = request.route.crossOrigin?.requestHeaders ?? [];
  const granted: Record<string, string> = mayAsk
    ? {
        "access-control-allow-methods": allow,
        "access-control-allow-headers": fields.join(", "),
        "access-control-max-age": MAX_AGE_SECONDS,
      }
    : {};
  return new Response(null, { status: 204, headers: { allow, ...headers, ...granted } });
}
