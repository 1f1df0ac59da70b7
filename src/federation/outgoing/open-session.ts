/** From a pair of domains to a stream over which its stanzas can be sent. */
import type { Logger } from "../../log.ts";
import { NegotiationError } from "../../stream/negotiation-error.ts";
import { negotiate } from "../../stream/outgoing-negotiation.ts";
import type { OutgoingStream } from "../../stream/outgoing-stream.ts";
import { handledCountTooHigh, SentCounter } from "../../stream/stream-management.ts";
import type { XmlLimits } from "../../xml/limits.ts";
import type { DomainPair } from "../domain-pair.ts";
import { inboundHandler } from "./both-ways.ts";
import type { Connector } from "./connector.ts";
import { negotiationSettings, type PeerRules } from "./negotiation.ts";
import type { ConnectResult, ResumableState } from "./resumable-state.ts";
import { OutgoingSession, type SharedSessionDeps } from "./session.ts";
import { type Managed, managed } from "./stream-management.ts";

export interface SessionOpenerDeps extends PeerRules {
  readonly connector: Connector;
  readonly shared: SharedSessionDeps;
  /** Once the peer is known. */
  readonly limits: XmlLimits;
  readonly log: Logger;
}

/** One attempt; goes on from a former stream where there is one and the peer still knows it. Rejects with Unreachable. */
export function openSession(
  deps: SessionOpenerDeps,
  pair: DomainPair,
  former: ResumableState | undefined,
  signal: AbortSignal,
): Promise<ConnectResult> {
  const { connector, shared, limits, log } = deps;
  return connector.attempt({
    pair,
    signal,
    work: async (stream, told) => {
      const facts = await negotiate(stream, negotiationSettings(deps, pair, told, former));
      stream.framing.authenticated(limits, pair.remote);
      const take = inboundHandler({ pair, stream, facts, arrivals: shared.inboundStanzas });
      const agreed = await managed(stream, facts.features, former, take);
      const { isResumed, handled } = resumptionOf(stream, agreed, former);
      const { sentCounter, received } = isResumed && former ? former : { sentCounter: new SentCounter(), received: 0 };
      const session = new OutgoingSession({
        pair,
        stream,
        negotiated: facts,
        management: agreed.management,
        sentCounter,
        onStanza: take,
        received,
        shared: shared,
      });
      log.info({
        event: "outgoing-stream",
        ...pair,
        address: stream.remoteAddress,
        tls: facts.tls?.version ?? "none",
        authentication: facts.authentication,
        certificate: facts.isCertified ? "valid" : "not valid",
        resumed: isResumed,
      });
      return { session, isResumed, handled };
    },
  });
}

/** What the peer says of the former stream. */
function resumptionOf(
  stream: OutgoingStream,
  { management, handledBefore }: Managed,
  former: ResumableState | undefined,
): Pick<ConnectResult, "isResumed" | "handled"> {
  const resumedAt = management?.resumedAt;
  if (!former) return { isResumed: false, handled: undefined };
  if (resumedAt === undefined) {
    return {
      isResumed: false,
      handled: handledBefore === undefined ? undefined : former.sentCounter.acknowledge(handledBefore),
    };
  }
  const handled = former.sentCounter.resumeAt(resumedAt);
  if (handled !== undefined) return { isResumed: true, handled };
  former.isInvalid = true;
  stream.fail(handledCountTooHigh(resumedAt, former.sentCounter.sent));
  throw new NegotiationError("protocol", "it claims more than it was sent");
}
