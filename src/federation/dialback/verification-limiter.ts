/** Which keys are being asked about: what a stranger says makes us bother few others, one question at a time. */
import { networkOf } from "../../net/ip-address.ts";
import type { KeyVerifier, VerifyRequest, VerifyResult } from "./verification.ts";

export interface VerificationLimits {
  /** Questions under way for strangers of one IPv4 address or IPv6 /64. */
  readonly maxPerNetwork: number;
  /** Questions to one domain, the one under way among them: the others wait for it. */
  readonly maxPerDomain: number;
  /** Altogether. */
  readonly maxTotal: number;
}

export interface VerificationLimiter {
  /** The verdict for who has shown the key from `address`; resource-constraint where too much is asked already. */
  verify(question: VerifyRequest, address: string): Promise<VerifyResult>;
}

interface Waiting {
  readonly question: VerifyRequest;
  readonly settle: (verdict: VerifyResult) => void;
}

export function verificationLimiter(verifier: KeyVerifier, limits: VerificationLimits): VerificationLimiter {
  const byNetwork = new Map<string, number>();
  /** The first of each is under way. */
  const byDomain = new Map<string, Waiting[]>();
  let total = 0;

  const ask = ({ question, settle }: Waiting): void => {
    const failed = (): VerifyResult => ({ error: "internal-server-error" });
    verifier.verify(question).catch(failed).then(settle);
  };

  const finished = (domain: string, network: string): void => {
    total -= 1;
    const left = (byNetwork.get(network) ?? 1) - 1;
    if (left > 0) byNetwork.set(network, left);
    else byNetwork.delete(network);
    const queue = byDomain.get(domain) ?? [];
    queue.shift();
    const [next] = queue;
    if (next) ask(next);
    else byDomain.delete(domain);
  };

  return {
    verify(question, address) {
      const network = networkOf(address);
      const queue = byDomain.get(question.to) ?? [];
      const ofNetwork = byNetwork.get(network) ?? 0;
      if (total >= limits.maxTotal || queue.length >= limits.maxPerDomain || ofNetwork >= limits.maxPerNetwork) {
        return Promise.resolve({ error: "resource-constraint" });
      }
      total += 1;
      byNetwork.set(network, ofNetwork + 1);
      byDomain.set(question.to, queue);
      return new Promise((resolve) => {
        const settle = (verdict: VerifyResult): void => {
          finished(question.to, network);
          resolve(verdict);
        };
        queue.push({ question, settle });
        if (queue.length === 1) ask({ question, settle });
      });
    },
  };
}
