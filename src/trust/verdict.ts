/** The result of verifying a certificate chain for a domain (RFC 5280, RFC 9525). */

/** Why a chain is not trusted for a domain. */
export type Problem =
  /** The peer sent no certificate. */
  | "none"
  /** The chain cannot be parsed, or is too long. */
  | "malformed"
  /** The certificate is self-signed. */
  | "self-signed"
  /** There is no path with valid signatures to a trusted root. */
  | "untrusted"
  | "expired"
  | "not-yet-valid"
  /** The certificate is valid for other names only. */
  | "wrong-name"
  /** The certificate is not for servers, or an issuer is not allowed to issue. */
  | "wrong-purpose"
  /** A constraint of an issuer is violated (names, path length), or a critical extension is not recognized. */
  | "constraint"
  /** A key is too short, or a digest is broken. */
  | "weak";

/** `text`: a sentence or two for the log and for people: what is wrong, and what can be done. */
export interface Refusal {
  readonly trusted: false;
  readonly problem: Problem;
  readonly text: string;
}

export type Verdict = { readonly trusted: true } | Refusal;

/** `isTemporary`: it may be trusted later as it is: its time has not come, or is over by a clock that is in doubt. */
export type PeerVerdict = { readonly trusted: true } | (Refusal & { readonly isTemporary?: boolean });

export const refusal = (problem: Problem, text: string): Refusal => ({ trusted: false, problem, text });

export interface Trust {
  /**
   * Verifies `chain` (DER, the peer's certificate first, then the others that it sent) for `domain` (as `parseDomain` returns
   * it). Never throws. A root that the peer sent is never a trust anchor.
   */
  verify(chain: readonly Uint8Array[], domain: string): PeerVerdict;
}
