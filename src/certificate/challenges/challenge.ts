/** RFC 8555 §8: how a domain is proven. */
import { CertificateError } from "../certificate-error.ts";

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

export interface ChallengePort {
  /** The address to listen on: "::", "0.0.0.0", "127.0.0.1". */
  readonly host: string;
  readonly port: number;
}

/** Why listening failed: CertificateError port-taken or port-forbidden; anything else as it was. */
export function listenError(error: unknown, port: number): unknown {
  const { code } = error as { code?: unknown };
  if (code === "EADDRINUSE") {
    const remedies = [{ key: "free-port", values: { port } }] as const;
    return new CertificateError({ reason: "port-taken", values: { port }, remedies }, error);
  }
  if (code === "EACCES" || code === "EPERM") {
    const remedies = [{ key: "allow-port", values: { port } }] as const;
    return new CertificateError({ reason: "port-forbidden", values: { port }, remedies }, error);
  }
  return error;
}
