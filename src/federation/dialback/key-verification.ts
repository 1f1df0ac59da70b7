/** XEP-0220 §2.1.2: asking authoritative servers about keys, with bounds on what strangers can make this server ask. */
import { networkOf } from "../../net/ip-address.ts";
import type { StanzaErrorCondition } from "../../stanza-error.ts";

/** A <db:verify/> that is to be sent. */
export interface VerifyRequest {
  /** The domain of this server that the key was sent to. */
  readonly from: string;
  /** The domain that is asserted, whose authoritative server is asked. */
  readonly to: string;
  /** The id of the stream that the key came over. */
  readonly streamId: string;
  readonly key: string;
}

/** An error is the condition for the initiating server (§2.5): remote-server-not-found, remote-server-timeout … */
export type VerifyResult = "valid" | "invalid" | { readonly error: StanzaErrorCondition };

export interface KeyVerifier {
  /** Never rejects; settles within the time limit of a connection. */
  verify(request: VerifyRequest): Promise<VerifyResult>;
}

/** How many requests there may be at once. */
export interface VerificationLimits {
  /** On behalf of one IPv4 address or IPv6 /64. */
  readonly maxPerNetwork: number;
  /** To one domain: they are sent one after the other. */
  readonly maxPerDomain: number;
  readonly maxTotal: number;
}

export interface VerificationLimiter {
  /** Verifies a key that came from `address`; the result is resource-constraint where there are too many requests already. */
  verify(request: VerifyRequest, address: string): Promise<VerifyResult>;
}

interface Waiting {
  readonly request: VerifyRequest;
  readonly settle: (result: VerifyResult) => void;
}

export function verificationLimiter(verifier: KeyVerifier, limits: VerificationLimits): VerificationLimiter {
  const byNetwork = new Map<string, number>();
  /** The first of each is under way. */
  const byDomain = new Map<string, Waiting[]>();
  let total = 0;

  const start = ({ request, settle }: Waiting): void => {
    const failed = (): VerifyResult => ({ error: "internal-server-error" });
    verifier.verify(request).catch(failed).then(settle);
  };

  const finished = (domain: string, network: string): void => {
    total -= 1;
    const left = (byNetwork.get(network) ?? 1) - 1;
    if (left > 0) byNetwork.set(network, left);
    else byNetwork.delete(network);
    const queue = byDomain.get(domain) ?? [];
    queue.shift();
    const [next] = queue;
    if (next) start(next);
    else byDomain.delete(domain);
  };

  return {
    verify(request, address) {
      const network = networkOf(address);
      const queue = byDomain.get(request.to) ?? [];
      const ofNetwork = byNetwork.get(network) ?? 0;
      if (total >= limits.maxTotal || queue.length >= limits.maxPerDomain || ofNetwork >= limits.maxPerNetwork) {
        return Promise.resolve({ error: "resource-constraint" });
      }
      total += 1;
      byNetwork.set(network, ofNetwork + 1);
      byDomain.set(request.to, queue);
      return new Promise((resolve) => {
        const settle = (result: VerifyResult): void => {
          finished(request.to, network);
          resolve(result);
        };
        queue.push({ request, settle });
        if (queue.length === 1) start({ request, settle });
      });
    },
  };
}
