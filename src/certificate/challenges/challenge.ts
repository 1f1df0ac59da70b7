/** RFC 8555 §8: challenges, and the interface of their solvers. */
import { CertificateError } from "../certificate-error.ts";

export const CHALLENGES = ["http-01", "tls-alpn-01", "dns-01", "dns-persist-01"] as const;
export type ChallengeType = (typeof CHALLENGES)[number];

/** A challenge that is to be answered for one name. */
export interface PendingChallenge {
  /** The domain as ordered, an A-label; without "*.". */
  readonly name: string;
  /** "" for a challenge that has none. */
  readonly token: string;
  /** §8.1: token and the thumbprint of the account's key. */
  readonly keyAuthorization: string;
  readonly accountUrl: string;
  /** dns-persist-01: issuer-domain-names; the first one is used. */
  readonly issuers: readonly string[];
}

/** Answers the challenges of one type, or of the one that `typeFor` chooses for a name. */
export interface Solver {
  readonly type: ChallengeType;
  readonly typeFor?: (name: string) => ChallengeType;
  /** It can answer one challenge at a time: the next name is proven after this one. */
  readonly isOneByOne?: boolean;
  /** Resolves when the authority may validate. Rejects with CertificateError. */
  provision(challenges: readonly PendingChallenge[]): Promise<void>;
  /** Called after validation, or where it will not happen. */
  cleanUp(challenges: readonly PendingChallenge[]): Promise<void>;
}

/** A port of this machine that is listened on for a challenge. */
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
