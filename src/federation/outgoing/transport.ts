/** What carries the stanzas of a pair to the other server: a stream of ours, or one of theirs (XEP-0288). */
import type { StreamError } from "../../stream-error.ts";
import type { OutgoingStanza } from "./outgoing-stanza.ts";

export interface Transport {
  /** Whether the peer tells by itself what has reached it (XEP-0198); otherwise it is asked. */
  readonly isManaged: boolean;
  /** Whether what was sent and has not arrived can be told from what has when the line breaks (XEP-0198 §5). */
  readonly isResumable: boolean;
  /** Whether anything may be sent: not any more once it has begun to leave. */
  readonly isOpen: boolean;
  /** In order; what waits for a peer that reads slowly is counted by who calls. */
  send(item: OutgoingStanza): void;
  /** Calls back when all that was sent has left; never if it ends before. */
  drained(callback: () => void): void;
  /** Ends it in good order: `gone` follows, and tells whether all that was sent has arrived. */
  close(): void;
  /** Ends it at once, for a reason to be logged: `gone` follows. */
  disconnect(reason: string): void;
  /** The same, and the peer is told why (RFC 6120 §4.9). */
  fail(error: StreamError): void;
}

/**
 * What is known of what was sent: "all" has arrived; "some" of it may have. "held" is some, too, and the rest can be settled
 * by a stream that resumes this one (XEP-0198 §5).
 */
export type Delivered = "all" | "some" | "held";

/** Called back by a line. */
export interface TransportOwner {
  /** All that was sent up to this one has reached the peer. */
  confirmedThrough(item: OutgoingStanza): void;
  /** Nothing more is carried. */
  transportClosed(line: Transport, arrived: Delivered, reason: string): void;
}
