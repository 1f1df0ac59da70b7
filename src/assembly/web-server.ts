/** The HTTP server on port 80: it answers the certificate authority (ACME http-01). */
import { acmeRoute, type Http01Responses, openHttp01Responses } from "../certificate/challenges/http-01.ts";
import { parseListener, printListener } from "../config/listener.ts";
import type { Config } from "../config/schema.ts";
import type { Logger } from "../log.ts";
import type { Pausable } from "../net/descriptors.ts";
import { type HttpListener, listenHttp } from "../net/http-listener.ts";

export interface WebServer {
  /** Undefined where there is no listener: a challenge then opens one for as long as it takes. */
  readonly http01: Http01Responses | undefined;
  /** They pause where no file can be opened. */
  readonly listeners: readonly Pausable[];
  /** Where people see it: "https://example.com:5443"; undefined where there is none. */
  origin(): string | undefined;
  /** By the option's name: "http" is "[::]:80". */
  readonly addresses: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const NO_WEB_SERVER: WebServer = {
  http01: undefined,
  listeners: [],
  addresses: {},
  origin: () => undefined,
  stop: async () => {},
};

/** Listens where the certificate is proven that way. A port that cannot be had is a warning: messages go without it. */
export function openWebServer(config: Config, log: Logger): WebServer {
  const address = parseListener(config.listen.http);
  const { source, challenge } = config.certificate;
  if (!address || source !== "acme" || challenge !== "http-01") return NO_WEB_SERVER;
  const http01 = openHttp01Responses();
  let listener: HttpListener;
  try {
    listener = listenHttp({ address, routes: [acmeRoute(http01)], log });
  } catch (error) {
    log.warn({ event: "http-not-listening", address: config.listen.http, reason: String(error) });
    return NO_WEB_SERVER;
  }
  const { port } = listener;
  return {
    http01,
    listeners: [listener],
    origin: () => undefined,
    addresses: { http: printListener({ host: address.host, port }) },
    stop: () => listener.stop(),
  };
}
