/** What is asked of another server, and shown to it, while a stream to it is negotiated. */

import type { NegotiationDeps } from "../../stream/outgoing-negotiation.ts";
import type { Trust } from "../../trust/verdict.ts";
import { dialbackKey } from "../dialback/key.ts";
import type { DomainPair } from "../domain-pair.ts";
import type { Policy } from "../policy.ts";
import type { StoredOutgoingStream } from "./queue-store.ts";

export interface PeerRules {
  readonly policy: Policy;
  readonly trust: Trust;
  /** XEP-0185: what proves our domains. */
  readonly dialbackSecret: Uint8Array;
  /**
   * Whether the other server has a stream of its own to us. A second way for its stanzas would be of no use to it, and
   * Prosody, for one, lets what it sends over the one overtake what waits for the other.
   */
  readonly hasIncomingStream: (pair: DomainPair) => boolean;
}

export const negotiationSettings = (
  { policy, trust, dialbackSecret, hasIncomingStream }: PeerRules,
  { local, remote }: DomainPair,
  told: NegotiationDeps["report"],
  former?: StoredOutgoingStream,
): NegotiationDeps => ({
  from: local,
  to: remote,
  allowsPlaintext: policy.allowsPlaintext(remote),
  needsCertificate: policy.needsCertificate(remote),
  wantsBidi: former ? former.isBidirectional : !hasIncomingStream({ local, remote }),
  verify: (chain) => trust.verify(chain, remote),
  dialbackKey: (streamId) => dialbackKey(dialbackSecret, { receiving: remote, originating: local, streamId }),
  report: told,
});
