/** The table of routes: by path, then by method. */
import type { HttpRoute } from "../http.ts";

export interface Routing {
  /** Undefined where nothing is at this path. An exact path takes precedence over a prefix, a longer prefix over a shorter one. */
  routeFor(path: string): HttpRoute | undefined;
}

/** Throws Error where two routes have one path, or a path does not begin with a slash. */
export function routingOf(routes: readonly HttpRoute[]): Routing {
  const exact = new Map<string, HttpRoute>();
  for (const route of routes) {
    if (!route.path.startsWith("/") || exact.has(route.path)) throw new Error(`a route cannot be ${route.path}`);
    exact.set(route.path, route);
  }
  const prefixes = routes
    .filter(({ path }) => path.endsWith("/") && path !== "/")
    .sort((a, b) => b.path.length - a.path.length);
  return { routeFor: (path) => exact.get(path) ?? prefixes.find((route) => path.startsWith(route.path)) };
}
