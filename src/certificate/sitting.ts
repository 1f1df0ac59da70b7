/** The first certificate, with a person waiting: a trial run before the real one, and no more than two of those. */
import { type TriesLeft, triesLeft } from "./budget.ts";
import type { CertificateStore } from "./certificate-store.ts";
import type { Authority } from "./directory.ts";
import { type CertificateFacts, factsOf } from "./facts.ts";
import { type ObtainMeans, type ObtainOrder, obtain } from "./obtain.ts";
import { CertificateError } from "./problems.ts";

/** One sitting of the wizard. */
export interface Sitting {
  readonly hasTrial: boolean;
  /** Obtains a certificate from the test service and throws it away: nothing counts there. Rejects with CertificateError. */
  trial(order: ObtainOrder, means: ObtainMeans): Promise<void>;
  /** Obtains the real one and stores it. Rejects with CertificateError; too-many-orders from the third time on. */
  obtain(order: ObtainOrder, means: ObtainMeans): Promise<CertificateFacts>;
  /** How many failures the authority still forgives the name within this hour. */
  triesLeft(name: string, now: number): TriesLeft;
}

const REAL_TRIES = 2;
const OWN_FOR_NOW = [{ key: "own-for-now", values: {} }] as const;

export function openSitting(
  authorities: { readonly real: Authority; readonly trial: Authority | undefined },
  store: CertificateStore,
): Sitting {
  const { real, trial } = authorities;
  let realTries = 0;
  return {
    hasTrial: trial !== undefined,
    trial: async (order, means) => {
      if (trial !== undefined) await obtain(trial, order, means);
    },
    obtain: async (order, means) => {
      if (realTries >= REAL_TRIES) {
        throw new CertificateError({ reason: "too-many-orders", values: {}, remedies: OWN_FOR_NOW });
      }
      realTries += 1;
      const pair = await obtain(real, order, means);
      store.issued.write(pair);
      return factsOf(pair.chainPem);
    },
    triesLeft: (name, now) => triesLeft(store.state.read(), real, name, now),
  };
}
