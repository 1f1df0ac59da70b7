/** The streams of clients: the features that are negotiated; a stream that has bound a resource becomes a session. */
import { formerDomainsOf } from "../config/former-domains.ts";
import type { Config } from "../config/schema.ts";
import type { HttpRoute } from "../http.ts";
import { lazy } from "../lazy.ts";
import type { Logger } from "../log.ts";
import { NS_CLIENT } from "../namespaces.ts";
import type { Connection, ConnectionHandler } from "../net/connection.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Secret } from "../store/home-secret.ts";
import { informational } from "../stream/features/informational.ts";
import { registration } from "../stream/features/registration.ts";
import { starttls } from "../stream/features/starttls.ts";
import { streamLimits } from "../stream/features/stream-limits.ts";
import type { Framing } from "../stream/framing.ts";
import { TcpFraming } from "../stream/framing-tcp.ts";
import { WebSocketFraming } from "../stream/framing-websocket.ts";
import type { LoginThrottle } from "../stream/login-throttle.ts";
import type { AuthenticatorDeps } from "../stream/sasl/authenticator.ts";
import { Stream } from "../stream/stream.ts";
import type { StreamDeps } from "../stream/stream-deps.ts";
import { registration as registrar } from "../xep/0077-registration.ts";
import { invitations } from "../xep/0401-invitations/invitations.ts";
import { limitsFor } from "../xml/limits.ts";
import type { Bosh } from "./bosh-route.ts";
import { type Kernel, randomId } from "./kernel.ts";
import { signingIn } from "./sign-in-features.ts";
import { openWebSockets } from "./websocket-route.ts";

export interface ClientStreamsDeps {
  readonly config: Config;
  readonly kernel: Kernel;
  readonly accounts: Accounts;
  readonly throttle: LoginThrottle;
  readonly oneTimePasswords: AuthenticatorDeps["oneTimePasswords"];
  readonly log: Logger;
  readonly secret: Secret;
  readonly outcomes: NonNullable<AuthenticatorDeps["outcomes"]>;
  /** Called with each connection over TCP over which somebody has signed in. */
  readonly arrived: (connection: Connection) => void;
}

export interface ClientStreams {
  /** Takes a connection of a client over TCP. */
  readonly acceptTcp: (connection: Connection) => ConnectionHandler;
  /** Where browsers open streams; to be asked for once somebody comes by HTTP. */
  readonly httpRoutes: () => readonly HttpRoute[];
  /** Ends the streams of browsers in which nobody has signed in. Resolves when they are told. */
  stop(): Promise<void>;
}

const boshFile = lazy((): typeof import("./bosh-route.ts") => require("./bosh-route.ts"));

/** The same streams over each transport. */
export function clientStreams(deps: ClientStreamsDeps): ClientStreams {
  const { turns } = deps.kernel;
  const settings = streamDeps(deps);
  const { stranger } = settings.limits;

  /** Begins a stream on `framing`, and returns it. */
  const begin = <Transport extends Framing>(framing: Transport, its: StreamDeps = settings): Transport => {
    framing.listen(new Stream(framing, its));
    return framing;
  };
  const webSockets = openWebSockets(settings.limits, (socket) => begin(new WebSocketFraming(socket, stranger, turns)));
  let bosh: Bosh | undefined;
  return {
    acceptTcp: (connection) => {
      const framing = new TcpFraming(connection, NS_CLIENT, stranger, turns);
      return begin(framing, { ...settings, onAuthenticated: () => deps.arrived(connection) });
    },
    httpRoutes: () => {
      bosh ??= boshFile().openBosh({ ...deps, settings, begin });
      return [webSockets.route, bosh.route];
    },
    stop: async () => {
      webSockets.stop();
      await bosh?.stop();
    },
  };
}

function streamDeps(deps: ClientStreamsDeps): StreamDeps {
  const { config, kernel, throttle, log, secret } = deps;
  const limits = {
    stranger: limitsFor(config.limits.stanza_before_login),
    authenticated: limitsFor(config.limits.stanza),
  };
  const negotiationTime = config.limits.login_time;
  return {
    domains: new Set(config.general.domains),
    formerDomains: formerDomainsOf(config),
    contentNamespace: NS_CLIENT,
    features: [
      starttls,
      ...signingIn({ ...deps, resourceKey: secret("XEP-0386 resources") }),
      ...registration(
        { ...kernel.booted.use(registrar), invitedBy: kernel.booted.use(invitations).invitedBy, throttle },
        log,
      ),
      streamLimits({ limits, negotiationTime, idle: config.limits.idle }),
      informational(kernel.booted.catalogue.streamFeatures),
    ],
    limits,
    negotiationTime,
    id: randomId,
    log,
  };
}
