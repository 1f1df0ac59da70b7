/** HTTP on port 80: the certificate authority's visits, for as long as the server runs. */
import { acmeRoute, type Http01Responses, openHttp01Responses } from "../certificate/challenges/http-01.ts";
import { parseListener, printListener } from "../config/listener.ts";
import type { Config } from "../config/schema.ts";
import type { Logger } from "../log.ts";
import type { Pausable } from "../net/descriptors.ts";
import { type HttpListener, listenHttp } from "../net/http-listener.ts";

export interface Web {
  /** Undefined where nobody listens: a challenge then borrows the port for a moment. */
  readonly http01: Http01Responses | undefined;
  /** What pauses where no file can be opened. */
  readonly listeners: readonly Pausable[];
  /** By the option's name: "http" is "[::]:80". */
  readonly addresses: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const NOWHERE: Web = { http01: undefined, listeners: [], addresses: {}, stop: async () => {} };

/** Listens where the certificate is proven that way. A port that cannot be had is a warning: messages go without it. */
export function openWeb(config: Config, log: Logger): Web {
  const address = parseListener(config.listen.http);
  const { source, challenge } = config.certificate;
  if (!address || source !== "acme" || challenge !== "http-01") return NOWHERE;
  const http01 = openHttp01Responses();
  let listener: HttpListener;
  try {
    listener = listenHttp({ address, routes: [acmeRoute(http01)], log });
  } catch (error) {
    log.warn({ event: "http-not-listening", address: config.listen.http, reason: String(error) });
    return NOWHERE;
  }
  const { port } = listener;
  return {
    http01,
    listeners: [listener],
    addresses: { http: printListener({ host: address.host, port }) },
    stop: () => listener.stop(),
  };
}
