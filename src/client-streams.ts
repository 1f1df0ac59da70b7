/** What is negotiated with a client, and where its stanzas go: a connection becomes a stream, a stream becomes a session. */
import type { Config } from "./config/schema.ts";
import type { Jid } from "./jid.ts";
import { type Kernel, randomId } from "./kernel.ts";
import type { Logger } from "./log.ts";
import type { Connection, ConnectionHandler } from "./net/connection.ts";
import { streamManagement } from "./session/resumption.ts";
import type { Accounts } from "./store/accounts.ts";
import { bind } from "./stream/features/bind.ts";
import { channelBindings } from "./stream/features/channel-bindings.ts";
import { declared } from "./stream/features/declared.ts";
import { sasl } from "./stream/features/sasl.ts";
import { starttls } from "./stream/features/starttls.ts";
import { TcpFraming } from "./stream/framing-tcp.ts";
import { type Authentication, Authenticator } from "./stream/sasl/profile.ts";
import { Stream, type StreamSettings } from "./stream/stream.ts";

const CONTENT = "jabber:client";
const DEPTH = 100;
const ATTRIBUTES = 100;

export interface ClientStreamParts {
  readonly config: Config;
  readonly kernel: Kernel;
  readonly accounts: Accounts;
  readonly throttle: Authentication["throttle"];
  readonly log: Logger;
}

/** Takes a connection of a client: RFC 6120, from the first byte. */
export function clientStreams(parts: ClientStreamParts): (connection: Connection) => ConnectionHandler {
  const { config, kernel, accounts, throttle, log } = parts;
  const { sessions, booted } = kernel;
  const authenticator = new Authenticator({ accounts, nonce: randomId, throttle, log });
  const bindSession = (stream: Stream, jid: Jid): void => {
    authenticator.requireCurrent(stream);
    sessions.bind(stream, jid);
  };
  const settings: StreamSettings = {
    domains: new Set(config.general.domains),
    contentNamespace: CONTENT,
    features: [
      starttls,
      sasl(authenticator),
      channelBindings,
      bind({ bind: bindSession, resource: randomId }),
      streamManagement(sessions),
      declared(booted.catalogue.streamFeatures),
    ],
    limits: {
      stranger: { stanzaBytes: config.limits.stanza_before_login, depth: DEPTH, attributes: ATTRIBUTES },
      authenticated: { stanzaBytes: config.limits.stanza, depth: DEPTH, attributes: ATTRIBUTES },
    },
    negotiationTime: config.limits.login_time,
    id: randomId,
    log,
  };
  return (connection) => {
    const framing = new TcpFraming(connection, CONTENT, settings.limits.stranger);
    framing.listen(new Stream(framing, settings));
    return framing;
  };
}
