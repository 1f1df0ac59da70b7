/** Connects to another server for a domain pair: a stream is opened, negotiated, and resumes a broken one where it can. */
import type { Element } from "ltx";
import type { Logger } from "../../log.ts";
import { isStanzaName } from "../../stanza.ts";
import { type Authenticated, negotiate } from "../../stream/outgoing-negotiation.ts";
import type { OutgoingStream } from "../../stream/outgoing-stream.ts";
import { SentCounter } from "../../stream/stream-management.ts";
import { StreamError } from "../../stream-error.ts";
import type { XmlLimits } from "../../xml/limits.ts";
import { type DomainPair, DomainPairs } from "../domain-pair.ts";
import type { InboundStanzas } from "../inbound-stanzas.ts";
import type { Connector } from "./connector.ts";
import { type ConnectResult, OutgoingSession, type SharedSessionDeps } from "./session.ts";
import { negotiateManagement, type ResumableState } from "./stream-management.ts";

export interface OpenSessionDeps {
  readonly connector: Connector;
  /** Takes what the peer sends over a stream that goes both ways (XEP-0288). */
  readonly inboundStanzas: InboundStanzas;
  readonly shared: SharedSessionDeps;
  /** Of what an authenticated peer may send. */
  readonly limits: XmlLimits;
  readonly log: Logger;
}

export interface SessionRequest {
  readonly pair: DomainPair;
  /** A broken session, which the new one resumes where the peer allows it. */
  readonly resumable: ResumableState | undefined;
  readonly signal: AbortSignal;
  /** On whose behalf: a bare JID, or a domain. Others have their turn first. */
  readonly owner: string;
}

/** One attempt. Rejects with ConnectError. */
export function openSession(
  { connector, inboundStanzas, shared, limits, log }: OpenSessionDeps,
  { pair, resumable, signal }: SessionRequest,
): Promise<ConnectResult> {
  return connector.attempt({
    pair,
    signal,
    resumable,
    work: async (stream, negotiation) => {
      const negotiated = await negotiate(stream, negotiation);
      stream.framing.authenticated(limits, pair.remote);
      const onStanza = stanzaHandler(pair, stream, negotiated, inboundStanzas);
      const result = await negotiateManagement(stream, negotiated.features, resumable, onStanza);
      const { management, isResumed, handled } = result;
      const { sentCounter, received } =
        isResumed && resumable ? resumable : { sentCounter: new SentCounter(), received: 0 };
      log.info({
        event: "outgoing-stream",
        ...pair,
        address: stream.remoteAddress,
        tls: negotiated.tls?.version ?? "none",
        authentication: negotiated.authentication,
        certificate: negotiated.isCertified ? "valid" : "not valid",
        resumed: isResumed,
      });
      const sessionDeps = { pair, stream, negotiated, management, sentCounter, received, onStanza, shared };
      return { session: new OutgoingSession(sessionDeps), isResumed, handled };
    },
  });
}

/** XEP-0288: takes the stanzas of the peer. What is returned throws StreamError for anything that may not come this way. */
function stanzaHandler(
  pair: DomainPair,
  { framing }: Pick<OutgoingStream, "framing">,
  { isBidirectional }: Authenticated,
  inboundStanzas: InboundStanzas,
): (stanza: Element) => void {
  const pairs = new DomainPairs();
  pairs.add(pair);
  const source = { pairs, pauseReading: () => framing.pause(), resumeReading: () => framing.resume() };
  return (stanza) => {
    if (stanza.attrs.xmlns !== undefined || !isStanzaName(stanza.name))
      throw new StreamError("unsupported-stanza-type", `<${stanza.getName()}/> is nothing to be sent here`);
    if (!isBidirectional) throw new StreamError("not-authorized", "stanzas go one way over this stream");
    inboundStanzas.receive(stanza, source);
  };
}
