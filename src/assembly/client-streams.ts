/** The streams of clients: the features that are negotiated; a stream that has bound a resource becomes a session. */
import type { Config } from "../config/schema.ts";
import type { Logger } from "../log.ts";
import { NS_CLIENT } from "../namespaces.ts";
import type { Connection, ConnectionHandler } from "../net/connection.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Secret } from "../store/home-secret.ts";
import { informational } from "../stream/features/informational.ts";
import { registration } from "../stream/features/registration.ts";
import { starttls } from "../stream/features/starttls.ts";
import { streamLimits } from "../stream/features/stream-limits.ts";
import { TcpFraming } from "../stream/framing-tcp.ts";
import type { AuthenticatorDeps } from "../stream/sasl/authenticator.ts";
import { Stream } from "../stream/stream.ts";
import type { StreamDeps } from "../stream/stream-deps.ts";
import { registration as registrar } from "../xep/0077-registration.ts";
import { limitsFor } from "../xml/limits.ts";
import { type Kernel, randomId } from "./kernel.ts";
import { signingIn } from "./sign-in-features.ts";

export interface ClientStreamsDeps {
  readonly config: Config;
  readonly kernel: Kernel;
  readonly accounts: Accounts;
  readonly throttle: AuthenticatorDeps["throttle"];
  readonly log: Logger;
  readonly secret: Secret;
}

/** What accepts a connection of a client. */
export function clientStreams(deps: ClientStreamsDeps): (connection: Connection) => ConnectionHandler {
  const { config, kernel, accounts, throttle, log, secret } = deps;
  const limits = {
    stranger: limitsFor(config.limits.stanza_before_login),
    authenticated: limitsFor(config.limits.stanza),
  };
  const negotiationTime = config.limits.login_time;
  const settings: StreamDeps = {
    domains: new Set(config.general.domains),
    contentNamespace: NS_CLIENT,
    features: [
      starttls,
      ...signingIn({ kernel, accounts, throttle, log, resourceKey: secret("XEP-0386 resources") }),
      registration(kernel.booted.use(registrar), log),
      streamLimits({ limits, negotiationTime, idle: config.limits.idle }),
      informational(kernel.booted.catalogue.streamFeatures),
    ],
    limits,
    negotiationTime,
    id: randomId,
    log,
  };
  return (connection) => {
    const framing = new TcpFraming(connection, NS_CLIENT, settings.limits.stranger, kernel.turns);
    framing.listen(new Stream(framing, settings));
    return framing;
  };
}
