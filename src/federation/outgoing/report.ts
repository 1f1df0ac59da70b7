/** What people are shown of the streams to other servers. */

import type { DomainPair } from "../domain-pair.ts";
import type { FailureReason } from "./failure-reason.ts";

/** How the other server is known to be who it says. */
export type Proof = "certificate" | "dns";

export interface OutgoingReport {
  readonly pair: DomainPair;
  readonly state: "connected" | "connecting" | "waiting";
  /** The stream is one that the other server opened (XEP-0288). */
  readonly isAdopted: boolean;
  /** How it is secured; undefined in plaintext, and where nothing is connected. */
  readonly tls: "TLSv1.2" | "TLSv1.3" | undefined;
  /** How we have proven who we are; undefined where nothing is connected. */
  readonly authentication: "EXTERNAL" | "dialback" | undefined;
  /** How the other server has; undefined where it has not. */
  readonly proof: Proof | undefined;
  readonly address: string | undefined;
  /** Milliseconds since 1970: of the stream, or of the first attempt that failed. */
  readonly since: number;
  /** Stanzas that wait, and those that were sent and not confirmed. */
  readonly queued: number;
  readonly unconfirmed: number;
  /** Why the last attempt failed, in a sentence; undefined where it did not. */
  readonly problem: string | undefined;
  /** The same, as data. */
  readonly obstacle?: FailureReason | undefined;
}

export type Step = "dns" | "tcp" | "tls" | "certificate" | "features" | "authentication";

/** One step of an attempt to reach another server, with its result. */
export interface StepReport {
  readonly step: Step;
  readonly ok: boolean;
  /** The machine that is tried, where it is about one: "xmpp.example:5269". */
  readonly target?: string;
  /** One sentence: what was found, or what went wrong. */
  readonly text: string;
  /**
   * What was found, as data: "dns" the machines, "tcp" address and port, "tls" the version, "features" their names,
   * "authentication" EXTERNAL or dialback.
   */
  readonly facts?: readonly string[] | undefined;
  /** What went wrong, as data; where the step is `ok` nevertheless, the configuration puts up with it. */
  readonly obstacle?: FailureReason | undefined;
}
