/** XEP-0220 §2.2: a stream over which another server shows keys and asks about ours. */
import type { Element } from "ltx";
import type { StreamError } from "../stream-error.ts";
import type { Pair, Pairs } from "./pair.ts";

export interface AskedStream {
  /** The one id of the stream, whoever opened it: the receiving entity made it. */
  readonly id: string;
  readonly remoteAddress: string;
  /** Undefined in plaintext. */
  readonly tls: object | undefined;
  readonly hasEnded: boolean;
  /** What it has been verified for. */
  readonly pairs: Pairs;
  /** Whether the certificate that the peer has shown on this stream is valid for a domain. */
  isCertified(domain: string): Promise<boolean>;
  /** From now on the peer speaks for `pair.remote` to `pair.local`; called before it is told. */
  verified(pair: Pair, proof: "dialback" | "certificate"): void;
  send(element: Element): void;
  fail(error: StreamError): void;
}

/** Who answers <db:result/> and <db:verify/> without a type. */
export interface DialbackAnswers {
  /** Throws StreamError for what no server says. */
  take(element: Element, stream: AskedStream): void;
}
