/** XEP-0114: a connection of an external component becomes a stream, and its domain is reached through it. */
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

export interface ComponentStreamParts {
  readonly config: Config;
  readonly kernel: Kernel;
  readonly throttle: ComponentStreamDeps["throttle"];
  readonly log: Logger;
}

export interface ComponentStreams {
  /** Whether any component is configured. */
  readonly isWanted: boolean;
  readonly accept: (connection: Connection) => ConnectionHandler;
  /** Ends them all. */
  readonly stop: (reason: StreamError) => void;
}

export function componentStreams({ config, kernel, throttle, log }: ComponentStreamParts): ComponentStreams {
  const { router, outbox, booted } = kernel;
  const { secrets, connected, gone } = booted.use(components);
  const present = new Map<string, ComponentSession>();

  for (const domain of secrets.keys()) {
    router.externalComponents.set(domain, (stanza) => {
      const session = present.get(domain);
      if (!session) throw new StanzaError("service-unavailable", { type: "wait", text: "this service is away" });
      session.send(stanza);
    });
  }

  const ended = (session: ComponentSession, reason: string): void => {
    if (present.get(session.domain) !== session) return;
    present.delete(session.domain);
    gone(session.domain);
    log.info({ event: "component-gone", domain: session.domain, reason });
  };

  const settings: ComponentStreamDeps = {
    secretOf: (domain) => secrets.get(domain),
    authenticated: (stream, domain) => {
      const former = present.get(domain);
      const session = new ComponentSession(domain, stream, { router, outbox, ended });
      present.set(domain, session);
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
      for (const session of [...present.values()]) session.end(reason);
    },
  };
}
