/** XEP-0206: where clients send the requests of their BOSH sessions. */
import { systemClock } from "../clock.ts";
import type { Config } from "../config/schema.ts";
import { BOSH_PATH, type HttpRoute } from "../http.ts";
import type { Logger } from "../log.ts";
import { ConnectionLimits } from "../net/connection-limits.ts";
import { maxBodyBytes } from "../stream/bosh/framing-bosh.ts";
import { BoshSessions } from "../stream/bosh/sessions.ts";
import type { Framing } from "../stream/framing.ts";
import type { StreamDeps } from "../stream/stream-deps.ts";
import { type Kernel, randomId } from "./kernel.ts";
import { readingRate } from "./reading-rate.ts";

export interface BoshDeps {
  readonly config: Config;
  readonly kernel: Pick<Kernel, "turns">;
  readonly settings: Pick<StreamDeps, "domains" | "limits">;
  readonly begin: (framing: Framing) => void;
  readonly log: Logger;
}

export interface Bosh {
  readonly route: HttpRoute;
  /** Ends the sessions that are left. Resolves when their clients are told. */
  stop(): Promise<void>;
}

export function openBosh({ config, kernel, settings, begin, log }: BoshDeps): Bosh {
  const { limits, bosh } = config;
  const sessions = new BoshSessions({
    domains: settings.domains,
    times: { wait: bosh.max_wait, inactivity: bosh.inactivity, pause: bosh.max_pause },
    limits: settings.limits.stranger,
    maxUnsent: limits.unsent,
    rate: readingRate(limits.rate),
    // A session lasts longer than its connections: it is counted by itself, like a connection over TCP.
    sessionLimits: new ConnectionLimits({
      connections: limits.web_connections,
      pendingPerNetwork: limits.logins_per_address,
    }),
    turns: kernel.turns,
    clock: systemClock,
    id: randomId,
    accept: begin,
    log,
  });
  return {
    route: {
      path: BOSH_PATH,
      methods: { POST: (request) => sessions.answer(request), GET: explanation },
      bodyBytes: maxBodyBytes(settings.limits.authenticated),
      // XEP-0124 §5: "text/xml" is none of those that a page may send without asking.
      crossOrigin: { requestHeaders: ["Content-Type"], isRestricted: true },
    },
    stop: () => sessions.stop(),
  };
}

/** What somebody sees who opens the address in a browser, to see whether it is there. */
const explanation = (): Response =>
  new Response("This address is for XMPP apps that connect by BOSH (XEP-0124, XEP-0206).\n", {
    headers: { "Content-Type": "text/plain; charset=utf-8" },
  });
