/** RFC 5280 and RFC 9525, as far as one server has to know another: may this certificate chain speak for this domain? */

/** Why a chain does not speak for a domain. */
export type Problem =
  /** The peer showed no certificate. */
  | "none"
  /** What it showed is no certificate, or more than anybody needs. */
  | "malformed"
  /** The first certificate vouches for itself alone. */
  | "self-signed"
  /** No way from it leads to a root that is trusted here, or a signature on the way is not true. */
  | "untrusted"
  | "expired"
  | "not-yet-valid"
  /** It is good, and for other names. */
  | "wrong-name"
  /** It is not for servers, or one that signed another may not sign. */
  | "wrong-purpose"
  /** It breaks what one above it allows: names, length of the path, an extension that has to be understood. */
  | "constraint"
  /** A key too short or a digest too old to prove anything. */
  | "weak";

/** `text` is a sentence or two for the log and for people: what is wrong, and who can do what. */
export interface Refusal {
  readonly trusted: false;
  readonly problem: Problem;
  readonly text: string;
}

/** What verification found. */
export type Verdict = { readonly trusted: true } | Refusal;

export const refusal = (problem: Problem, text: string): Refusal => ({ trusted: false, problem, text });

/** The authorities that are trusted here. */
export interface Trust {
  /**
   * Whether `chain` (DER, the peer's own certificate first, then whatever it sent) may speak for `domain` (as
   * `parseDomain` returned it). Never throws: whatever the peer sent gets its verdict. A root that the peer sent is never
   * an anchor.
   */
  verify(chain: readonly Uint8Array[], domain: string): Verdict;
}
