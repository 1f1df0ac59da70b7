/** XEP-0114: the streams of external components, and the way of stanzas to their domains. */
import type { Config } from "../config/schema.ts";
import type { Logger } from "../log.ts";
import type { Connection, ConnectionHandler } from "../net/connection.ts";
import { ComponentSession } from "../session/component-session.ts";
import { StanzaError } from "../stanza-error.ts";
import { COMPONENT, ComponentStream, type ComponentStreamDeps } from "../stream/component-stream.ts";
import { TcpFraming } from "../stream/framing-tcp.ts";
import { StreamError } from "../stream-error.ts";
import { components } from "../xep/0114-components.ts";
import { limitsFor } from "../xml/limits.ts";
import { type Kernel, randomId } from "./kernel.ts";

export interface ComponentStreamsDeps {
  readonly config: Config;
  readonly kernel: Kernel;
  readonly throttle: ComponentStreamDeps["throttle"];
  readonly log: Logger;
}

export interface ComponentStreams {
  /** Whether any component is configured. */
  readonly isWanted: boolean;
  readonly accept: (connection: Connection) => ConnectionHandler;
  /** Ends all sessions. */
  readonly stop: (reason: StreamError) => void;
}

export function componentStreams({ config, kernel, throttle, log }: ComponentStreamsDeps): ComponentStreams {
  const { router, outbox, booted } = kernel;
  const { secrets, connected, disconnected: gone } = booted.use(components);
  const sessions = new Map<string, ComponentSession>();

  for (const domain of secrets.keys()) {
    router.externalComponents.set(domain, (stanza) => {
      const session = sessions.get(domain);
      if (!session) throw new StanzaError("service-unavailable", { type: "wait", text: "this service is away" });
      session.send(stanza.xml);
    });
  }

  const onEnded = (session: ComponentSession, reason: string): void => {
    if (sessions.get(session.domain) !== session) return;
    sessions.delete(session.domain);
    gone(session.domain);
    log.info({ event: "component-gone", domain: session.domain, reason });
  };

  const settings: ComponentStreamDeps = {
    secretOf: (domain) => secrets.get(domain),
    authenticated: (stream, domain) => {
      const former = sessions.get(domain);
      const session = new ComponentSession(domain, stream, { router, outbox, ended: onEnded });
      sessions.set(domain, session);
      former?.end(new StreamError("conflict", "this component has connected again"));
      connected(domain);
      log.info({ event: "component-connected", domain });
      return session;
    },
    throttle,
    limits: limitsFor(config.limits.stanza),
    negotiationTime: config.limits.login_time,
    id: randomId,
    log,
  };

  return {
    isWanted: secrets.size > 0,
    accept: (connection) => {
      const framing = new TcpFraming(connection, COMPONENT, limitsFor(config.limits.stanza_before_login), kernel.turns);
      framing.listen(new ComponentStream(framing, settings));
      return framing;
    },
    stop: (reason) => {
      for (const session of [...sessions.values()]) session.end(reason);
    },
  };
}
