/** What is told of a stream that another server opened. */
import type { DomainPair } from "../domain-pair.ts";

/** How a peer has proven who it is: XEP-0178, XEP-0220, or XEP-0220 with a certificate in the place of the call back. */
export type Proof = "external" | "dialback" | "certificate";

export interface IncomingReport {
  readonly remoteAddress: string;
  /** "TLSv1.3"; undefined in plaintext. */
  readonly tls: string | undefined;
  /** Undefined as long as nothing is proven. */
  readonly proof: Proof | undefined;
  readonly pairs: readonly DomainPair[];
  /** Whether we send over it, too (XEP-0288). */
  readonly isBidirectional: boolean;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Stanzas of theirs. */
  readonly received: number;
}
