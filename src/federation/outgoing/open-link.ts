/** From a pair of domains to a stream over which its stanzas can be sent. */
import type { Logger } from "../../log.ts";
import { NegotiationError } from "../../stream/negotiation-error.ts";
import { negotiate } from "../../stream/outgoing-negotiation.ts";
import type { OutgoingStream } from "../../stream/outgoing-stream.ts";
import { handledCountTooHigh, SentCounter } from "../../stream/stream-management.ts";
import type { XmlLimits } from "../../xml/stream-parser.ts";
import type { Pair } from "../pair.ts";
import { bothWays } from "./both-ways.ts";
import type { Connector } from "./connector.ts";
import type { Former, Opened } from "./former.ts";
import { Link, type LinkSurroundings } from "./link.ts";
import { type Managed, managed } from "./management.ts";
import { type NegotiationParts, negotiationWith } from "./negotiation.ts";

export interface LinkOpenerParts extends NegotiationParts {
  readonly connector: Connector;
  readonly around: LinkSurroundings;
  /** Once the peer is known. */
  readonly limits: XmlLimits;
  readonly log: Logger;
}

/** One attempt; goes on from a former stream where there is one and the peer still knows it. Rejects with Unreachable. */
export function openLink(
  parts: LinkOpenerParts,
  pair: Pair,
  former: Former | undefined,
  signal: AbortSignal,
): Promise<Opened> {
  const { connector, around, limits, log } = parts;
  return connector.attempt({
    pair,
    signal,
    work: async (stream, told) => {
      const facts = await negotiate(stream, negotiationWith(parts, pair, told, former));
      stream.framing.authenticated(limits, pair.remote);
      const take = bothWays({ pair, stream, facts, arrivals: around.arrivals });
      const agreed = await managed(stream, facts.features, former, take);
      const { isResumed, handled } = settled(stream, agreed, former);
      const { count, received } = isResumed && former ? former : { count: new SentCounter(), received: 0 };
      const link = new Link({ pair, stream, facts, management: agreed.management, count, take, received, around });
      log.info({
        event: "outgoing-stream",
        ...pair,
        address: stream.remoteAddress,
        tls: facts.tls?.version ?? "none",
        authentication: facts.authentication,
        certificate: facts.isCertified ? "valid" : "not valid",
        resumed: isResumed,
      });
      return { link, isResumed, handled };
    },
  });
}

/** What the peer says of the former stream. */
function settled(
  stream: OutgoingStream,
  { management, handledBefore }: Managed,
  former: Former | undefined,
): Pick<Opened, "isResumed" | "handled"> {
  const resumedAt = management?.resumedAt;
  if (!former) return { isResumed: false, handled: undefined };
  if (resumedAt === undefined) {
    return {
      isResumed: false,
      handled: handledBefore === undefined ? undefined : former.count.acknowledge(handledBefore),
    };
  }
  const handled = former.count.resumeAt(resumedAt);
  if (handled !== undefined) return { isResumed: true, handled };
  former.isRefuted = true;
  stream.fail(handledCountTooHigh(resumedAt, former.count.sent));
  throw new NegotiationError("protocol", "it claims more than it was sent");
}
