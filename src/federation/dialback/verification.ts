/** XEP-0220 §2.1.2: asking the authoritative server about a key. */
import type { StanzaErrorCondition } from "../../stanza-error.ts";

export interface VerifyRequest {
  /** A domain of ours: the one that the key was shown to. */
  readonly from: string;
  /** The domain that is asserted: the one whose server is asked. */
  readonly to: string;
  /** The id of the stream that the key came over. */
  readonly streamId: string;
  readonly key: string;
}

/** An error is the condition to be told to who has shown the key (§2.5): remote-server-not-found, remote-server-timeout … */
export type VerifyResult = "valid" | "invalid" | { readonly error: StanzaErrorCondition };

export interface KeyVerifier {
  /** Never rejects; settles within the time limit of a connection. */
  verify(question: VerifyRequest): Promise<VerifyResult>;
}
