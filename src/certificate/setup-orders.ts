/** The first certificate, with a person waiting: a trial run before the real one, and no more than two of those. */

import { CertificateError } from "./certificate-error.ts";
import type { CertificateStore } from "./certificate-store.ts";
import type { Authority } from "./directory.ts";
import { type CertificateFacts, factsOf } from "./facts.ts";
import { type ObtainDeps, type ObtainOrder, obtain } from "./obtain.ts";
import { type AttemptsLeft, attemptsLeft } from "./rate-limits.ts";

/** One sitting of the wizard. */
export interface SetupOrders {
  readonly hasTrial: boolean;
  /** Obtains a certificate from the test service and throws it away: nothing counts there. Rejects with CertificateError. */
  trial(order: ObtainOrder, deps: ObtainDeps): Promise<void>;
  /** Obtains the real one and stores it. Rejects with CertificateError; too-many-orders from the third time on. */
  obtain(order: ObtainOrder, deps: ObtainDeps): Promise<CertificateFacts>;
  /** How many failures the authority still forgives the name within this hour. */
  attemptsLeft(name: string, now: number): AttemptsLeft;
}

const MAX_REAL_ORDERS = 2;
const OWN_FOR_NOW = [{ key: "own-for-now", values: {} }] as const;

export function openSetupOrders(
  authorities: { readonly real: Authority; readonly trial: Authority | undefined },
  store: CertificateStore,
): SetupOrders {
  const { real, trial } = authorities;
  let realOrders = 0;
  return {
    hasTrial: trial !== undefined,
    trial: async (order, deps) => {
      if (trial !== undefined) await obtain(trial, order, deps);
    },
    obtain: async (order, deps) => {
      if (realOrders >= MAX_REAL_ORDERS) {
        throw new CertificateError({ reason: "too-many-orders", values: {}, remedies: OWN_FOR_NOW });
      }
      realOrders += 1;
      const pair = await obtain(real, order, deps);
      store.issued.write(pair);
      return factsOf(pair.chainPem);
    },
    attemptsLeft: (name, now) => attemptsLeft(store.state.read(), real, name, now),
  };
}
