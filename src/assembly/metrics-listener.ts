/** HTTP for metrics: a port of its own, and an answer for the control socket. */
import { createHash, timingSafeEqual } from "node:crypto";
import { type ListenAddress, parseListener, printListener } from "../config/listener.ts";
import type { Config } from "../config/schema.ts";
import { lazy } from "../lazy.ts";
import type { Logger } from "../log.ts";
import type { MetricsDeps } from "./metrics.ts";

export interface Metrics {
  /** Of the control socket. */
  readonly routes: Readonly<Record<"GET /metrics", (body: unknown, request: Request) => Response>>;
  /** "127.0.0.1:9280"; undefined where no port is listened on. */
  readonly address: string | undefined;
  stop(): Promise<void>;
}

export interface OpenMetricsDeps extends MetricsDeps {
  readonly config: Pick<Config, "metrics">;
  readonly log: Logger;
}

const familiesFile = lazy((): typeof import("./metrics.ts") => require("./metrics.ts"));
const printFile = lazy((): typeof import("../metrics/print.ts") => require("../metrics/print.ts"));

/** A port that cannot be had is a warning: messages go without it. */
export function openMetrics(deps: OpenMetricsDeps): Metrics {
  const respond = (request: Request): Response => {
    const { CONTENT_TYPES, formatFor, printMetrics } = printFile();
    const format = formatFor(request.headers.get("accept"));
    const headers = { "content-type": CONTENT_TYPES[format] };
    return new Response(printMetrics(familiesFile().metricFamilies(deps), format), { headers });
  };
  const listener = listen(deps, respond);
  return {
    routes: { "GET /metrics": (_, request) => respond(request) },
    address: listener?.address,
    stop: async () => await listener?.stop(),
  };
}

type Respond = (request: Request) => Response;

function listen({ config: { metrics }, log }: OpenMetricsDeps, respond: Respond) {
  const address = parseListener(metrics.listen);
  if (!address) return undefined;
  try {
    const server = serve(address, (request) => answer(request, metrics.token, respond));
    const listening = printListener({ host: address.host, port: server.port ?? address.port });
    log.info({ event: "metrics-listening", address: listening });
    return { address: listening, stop: () => server.stop(true) };
  } catch (error) {
    log.warn({ event: "metrics-not-listening", address: metrics.listen, reason: String(error) });
    return undefined;
  }
}

/** Seconds without a byte after which a connection is closed. */
const IDLE_SECONDS = 30;

const serve = ({ host, port }: ListenAddress, fetch: Respond) =>
  Bun.serve({ hostname: host, port, idleTimeout: IDLE_SECONDS, maxRequestBodySize: 0, fetch });

function answer(request: Request, token: string, respond: Respond): Response {
  if (URL.parse(request.url)?.pathname !== "/metrics") return new Response("there is only /metrics\n", { status: 404 });
  if (request.method !== "GET") return new Response(null, { status: 405, headers: { allow: "GET" } });
  const isAllowed = token === "" || isSame(request.headers.get("authorization") ?? "", `Bearer ${token}`);
  // RFC 6750 §3.
  if (!isAllowed) return new Response(null, { status: 401, headers: { "www-authenticate": "Bearer" } });
  return respond(request);
}

/** Takes as long for any text. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
