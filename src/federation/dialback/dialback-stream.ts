/** XEP-0220 §2.2: a stream over which another server shows keys and asks about ours. */
import type { Element } from "ltx";
import type { Verdict } from "../../trust/verdict.ts";
import type { DomainPair, DomainPairs } from "../domain-pair.ts";

export interface DialbackStream {
  /** The one id of the stream, whoever opened it: the receiving entity made it. */
  readonly id: string;
  readonly remoteAddress: string;
  /** Undefined in plaintext. */
  readonly tls: object | undefined;
  readonly hasEnded: boolean;
  /** What it has been verified for. */
  readonly pairs: DomainPairs;
  /** Whether the certificate that the peer has shown on this stream is valid for a domain. */
  certified(domain: string): Verdict;
  /** The peer speaks for `pair.remote` to `pair.local` from now on, and has been told so. */
  verified(pair: DomainPair, proof: "dialback" | "certificate"): void;
  send(element: Element): void;
  /** Ends the stream in good order. */
  end(): void;
}

/** Who answers <db:result/> and <db:verify/>. */
export interface DialbackResponder {
  /**
   * Takes what has no type; on a stream that we have asked something over, the answers are the asker's, and do not come
   * here. Throws StreamError for what no honest server says: an answer to nothing, a question without addresses.
   */
  handle(element: Element, stream: DialbackStream): void;
}
