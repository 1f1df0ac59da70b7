/** A certificate from an authority: within its limits, its account and folder kept, every failure explained. */
import type { Clock } from "../clock.ts";
import type { Resolver } from "../net/resolver.ts";
import { withAccount } from "./account.ts";
import { countFailures, countIssued, refuseOverBudget } from "./budget.ts";
import type { CertificateStore } from "./certificate-store.ts";
import type { Solver } from "./challenges/challenge.ts";
import { diagnosed } from "./diagnosis.ts";
import type { DiagnosisMeans } from "./diagnosis-means.ts";
import { type Authority, type Directory, type Fetch, readDirectory } from "./directory.ts";
import { orderCertificate } from "./order.ts";
import type { Pair } from "./pair.ts";
import { CertificateError } from "./problems.ts";
import { UnprovenNames } from "./proof.ts";

/** Everything that obtaining needs from outside. */
export interface ObtainMeans {
  readonly store: CertificateStore;
  readonly solver: Solver;
  readonly dns: Resolver;
  /** This machine's addresses on the Internet, and its name there. */
  readonly ours: readonly string[];
  readonly host: string;
  /** An e-mail address for the authority; "" for none. */
  readonly contact: string;
  /** Asked for where the authority offers it ("tlsserver"). */
  readonly profile: string;
  readonly clock: Clock;
  readonly fetch: Fetch;
}

export interface ObtainOrder {
  /** A-labels; all are in the certificate. */
  readonly names: readonly string[];
  /** RFC 9773 §4.1: the certificate that this one replaces. */
  readonly replaces?: string | undefined;
}

/**
 * Obtains a certificate for the names; nothing is put into the place of the one that is there. Counts what the authority
 * counts. Rejects with CertificateError.
 */
export async function obtain(
  authority: Authority,
  { names, replaces }: ObtainOrder,
  means: ObtainMeans,
): Promise<Pair> {
  const { store, solver, clock, contact } = means;
  const now = clock.now;
  refuseOverBudget(store.state.read(), authority, { names, isSuggested: replaces !== undefined }, now());
  const directory = await readDirectory(authority, { now: now(), fetch: means.fetch });
  refuseExternalAccount(authority, directory);
  const profile = directory.profiles.includes(means.profile) ? means.profile : undefined;
  try {
    const pair = await withAccount(authority, { store, contact, now }, (session) =>
      orderCertificate(session, { names, profile, replaces: directory.renewalInfo && replaces }, solver, clock),
    );
    countIssued(store.state, authority, names, now());
    return pair;
  } catch (error) {
    if (error instanceof UnprovenNames) {
      countFailures(
        store.state,
        authority,
        error.failed.map(({ name }) => name),
        now(),
      );
    }
    const about: DiagnosisMeans = { authority, caaIdentities: directory.caaIdentities, ...means };
    throw await diagnosed(error, about);
  }
}

function refuseExternalAccount({ directory }: Authority, { requiresExternalAccount }: Directory): void {
  if (!requiresExternalAccount) return;
  const values = {
    ca: new URL(directory).hostname,
    detail: "it wants an account made on its web site (external account binding)",
  };
  throw new CertificateError({ reason: "account-refused", values, remedies: [{ key: "check-ca-file", values: {} }] });
}
