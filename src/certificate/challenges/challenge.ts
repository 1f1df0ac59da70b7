/** RFC 8555 §8: how a domain is proven. */

export const CHALLENGES = ["http-01", "tls-alpn-01", "dns-01", "dns-persist-01"] as const;
export type ChallengeType = (typeof CHALLENGES)[number];

/** What the authority wants to see for one name. */
export interface PendingChallenge {
  /** The domain as ordered, an A-label; without "*.". */
  readonly name: string;
  /** "" for a challenge that has none. */
  readonly token: string;
  /** §8.1: token and the thumbprint of the account's key. */
  readonly keyAuthorization: string;
  readonly accountUrl: string;
  /** dns-persist-01: the authority's names, the first is the one to write. */
  readonly issuers: readonly string[];
}

export interface Solver {
  readonly type: ChallengeType;
  /** When it resolves, the authority may look. Rejects with CertificateError where that cannot be. */
  provision(asks: readonly PendingChallenge[]): Promise<void>;
  /** The authority has looked, or never will. */
  cleanUp(asks: readonly PendingChallenge[]): Promise<void>;
}
