/** Which path is answered by whom. */

export interface HttpRoute {
  /** "/status": that path alone; "/upload/", with the slash: all paths below it as well. */
  readonly path: string;
  /** `remoteAddress` in its one spelling. What it throws is logged and answered 500. */
  readonly answer: (request: Request, remoteAddress: string) => Response | Promise<Response>;
  /** Bytes that the body of a request may have; by default none. */
  readonly bodyBytes?: number;
}

export interface Routing {
  readonly exact: ReadonlyMap<string, HttpRoute>;
  /** The longest first. */
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

/** The exact path before any prefix, the longest prefix before a shorter one. */
export const routeFor = ({ exact, prefixes }: Routing, path: string): HttpRoute | undefined =>
  exact.get(path) ?? prefixes.find((route) => path.startsWith(route.path));
