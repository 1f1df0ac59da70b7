/** The first certificate, with a person waiting: a trial run before the real one, and no more than two of those. */
import type { Authority } from "./directory.ts";
import { type ObtainMeans, type ObtainOrder, obtain } from "./obtain.ts";
import { CertificateError } from "./problems.ts";

/** One sitting of the wizard. */
export interface Sitting {
  /** What is going on: for a spinner. */
  readonly goesOn?: (step: "trial" | "trial-passed" | "real") => void;
}

const REAL_TRIES = 2;

/**
 * For one sitting: call what is returned as often as the person likes. With a `trial` authority its certificate is obtained
 * first and thrown away, until that has passed once for the same names; only then is the real one asked, and stored. Rejects
 * with CertificateError.
 */
export function openSitting(
  authorities: { readonly real: Authority; readonly trial: Authority | undefined },
  means: ObtainMeans,
  { goesOn = () => {} }: Sitting = {},
): (order: ObtainOrder) => Promise<void> {
  let realTries = 0;
  let passedFor = "";
  return async (order) => {
    const names = [...order.names].sort().join(" ");
    if (authorities.trial !== undefined && passedFor !== names) {
      goesOn("trial");
      await obtain(authorities.trial, { names: order.names }, means);
      passedFor = names;
      goesOn("trial-passed");
    }
    if (realTries >= REAL_TRIES) {
      throw new CertificateError({ reason: "too-many-orders", values: {}, remedies: OWN_FOR_NOW });
    }
    realTries += 1;
    goesOn("real");
    means.store.issued.write(await obtain(authorities.real, order, means));
  };
}

const OWN_FOR_NOW = [{ key: "own-for-now", values: {} }] as const;
