/** Orders made during setup, with a person waiting: trial runs, and at most two real ones. */
import type { Authority } from "./authority.ts";
import { CertificateError } from "./certificate-error.ts";
import type { CertificateStore } from "./certificate-store.ts";
import { type CertificateFacts, factsOf } from "./facts.ts";
import { type CertificateOrder, type ObtainDeps, obtain } from "./obtain.ts";
import { type AttemptsLeft, attemptsLeft } from "./rate-limits.ts";

export interface SetupOrders {
  readonly hasTrial: boolean;
  /** Obtains a certificate from the test service, where nothing counts, and discards it. Rejects with CertificateError. */
  trial(order: CertificateOrder, deps: ObtainDeps): Promise<void>;
  /** Obtains the real one and stores it. Rejects with CertificateError: too-many-orders from the third time on. */
  obtain(order: CertificateOrder, deps: ObtainDeps): Promise<CertificateFacts>;
  /** How many failed validations of the name the authority still allows within this hour. */
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
