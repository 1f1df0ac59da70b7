/** What is asked of another server, and shown to it, while a stream to it is negotiated. */
import { dialbackKey } from "../stream/dialback-key.ts";
import type { NegotiationSettings } from "../stream/outgoing-negotiation.ts";
import type { Trust } from "../trust/verdict.ts";
import type { Pair } from "./pair.ts";
import type { Policy } from "./policy.ts";

export interface NegotiationParts {
  readonly policy: Policy;
  readonly trust: Trust;
  /** XEP-0185: what proves our domains. */
  readonly dialbackSecret: Uint8Array;
}

export const negotiationWith = (
  { policy, trust, dialbackSecret }: NegotiationParts,
  { local, remote }: Pair,
  told: NegotiationSettings["told"],
): NegotiationSettings => ({
  from: local,
  to: remote,
  allowsPlaintext: policy.allowsPlaintext(remote),
  needsCertificate: policy.needsCertificate(remote),
  verify: (chain) => trust.verify(chain, remote),
  dialbackKey: (streamId) => dialbackKey(dialbackSecret, { receiving: remote, originating: local, streamId }),
  told,
});
