/** What is asked of another server, and shown to it, while a stream to it is negotiated. */
import { dialbackKey } from "../../stream/dialback-key.ts";
import type { NegotiationDeps } from "../../stream/outgoing-negotiation.ts";
import type { Trust } from "../../trust/verdict.ts";
import type { Pair } from "../pair.ts";
import type { Policy } from "../policy.ts";
import type { Resumable } from "./waiting-stanzas.ts";

export interface NegotiationParts {
  readonly policy: Policy;
  readonly trust: Trust;
  /** XEP-0185: what proves our domains. */
  readonly dialbackSecret: Uint8Array;
  /**
   * Whether the other server has a stream of its own to us. A second way for its stanzas would be of no use to it, and
   * Prosody, for one, lets what it sends over the one overtake what waits for the other.
   */
  readonly isHeard: (pair: Pair) => boolean;
}

export const negotiationWith = (
  { policy, trust, dialbackSecret, isHeard }: NegotiationParts,
  { local, remote }: Pair,
  told: NegotiationDeps["report"],
  former?: Resumable,
): NegotiationDeps => ({
  from: local,
  to: remote,
  allowsPlaintext: policy.allowsPlaintext(remote),
  needsCertificate: policy.needsCertificate(remote),
  wantsBidi: former ? former.isBidirectional : !isHeard({ local, remote }),
  verify: (chain) => trust.verify(chain, remote),
  dialbackKey: (streamId) => dialbackKey(dialbackSecret, { receiving: remote, originating: local, streamId }),
  report: told,
});
