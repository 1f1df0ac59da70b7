/** Obtains a certificate from an authority: within its rate limits, every failure explained. */
import type { Clock } from "../clock.ts";
import type { Resolver } from "../dns/resolver.ts";
import { withAccount } from "./account.ts";
import type { Authority } from "./authority.ts";
import { InvalidAuthorizations } from "./authorizations.ts";
import type { CertificateAndKey } from "./certificate-and-key.ts";
import { CertificateError } from "./certificate-error.ts";
import type { CertificateStore } from "./certificate-store.ts";
import type { Solver } from "./challenges/challenge.ts";
import { diagnose } from "./diagnosis.ts";
import { type Directory, type Fetch, readDirectory } from "./directory.ts";
import { orderCertificate } from "./order.ts";
import { recordFailures, recordIssued, refuseOverLimit } from "./rate-limits.ts";

export interface ObtainDeps {
  readonly store: CertificateStore;
  readonly solver: Solver;
  readonly dns: Resolver;
  /** The addresses of this machine or its router on the Internet. */
  readonly publicAddresses: readonly string[];
  /** This machine's name on the Internet. */
  readonly host: string;
  /** An e-mail address for the authority; "" for none. */
  readonly contact: string;
  /** Requested where the authority offers it ("tlsserver"). */
  readonly profile: string;
  readonly clock: Clock;
  readonly fetch: Fetch;
}

export interface CertificateOrder {
  /** A-labels; all are in the certificate. */
  readonly names: readonly string[];
  /** RFC 9773 §4.1: the certificate that this one replaces. */
  readonly replaces?: string | undefined;
}

/** Obtains a certificate for the names, which is not stored. Counts what the rate limits are about. Rejects with CertificateError. */
export async function obtain(
  authority: Authority,
  { names, replaces }: CertificateOrder,
  deps: ObtainDeps,
): Promise<CertificateAndKey> {
  const { store, solver, clock, contact } = deps;
  const now = clock.now;
  refuseOverLimit(store.state.read(), authority, { names, isSuggested: replaces !== undefined }, now());
  const directory = await readDirectory(authority, { now: now(), fetch: deps.fetch });
  refuseExternalAccountBinding(authority, directory);
  const profile = directory.profiles.includes(deps.profile) ? deps.profile : undefined;
  try {
    const pair = await withAccount(authority, { store, contact, now }, (session) =>
      orderCertificate(session, { names, profile, replaces: directory.renewalInfo && replaces }, solver, clock),
    );
    recordIssued(store.state, authority, names, now());
    return pair;
  } catch (error) {
    if (error instanceof InvalidAuthorizations) {
      recordFailures(
        store.state,
        authority,
        error.authorizations.map(({ name }) => name),
        now(),
      );
    }
    throw await diagnose(error, { authority, caaIdentities: directory.caaIdentities, ...deps });
  }
}

function refuseExternalAccountBinding({ directory }: Authority, { requiresExternalAccount }: Directory): void {
  if (!requiresExternalAccount) return;
  const values = {
    ca: new URL(directory).hostname,
    detail: "it wants an account made on its web site (external account binding)",
  };
  throw new CertificateError({ reason: "account-refused", values, remedies: [{ key: "check-ca-file", values: {} }] });
}

/**
 * The types of challenge ("http-01", "dns-persist-01" …) for a name that is not authorized yet. Only an order tells (§7.5): one
 * is made and left to expire, which counts as one of 300 in three hours. Rejects with CertificateError.
 */
export async function offeredChallenges(
  authority: Authority,
  name: string,
  deps: Omit<ObtainDeps, "solver" | "profile">,
): Promise<readonly string[]> {
  const { store, contact, clock, fetch } = deps;
  const { caaIdentities } = await readDirectory(authority, { now: clock.now(), fetch });
  try {
    return await withAccount(authority, { store, contact, now: clock.now }, async ({ client }) => {
      const order = await client.createOrder({ identifiers: [{ type: "dns", value: name }] });
      const authorizations = await client.getAuthorizations(order);
      return authorizations.flatMap(({ challenges }) => challenges.map(({ type }) => type));
    });
  } catch (error) {
    throw await diagnose(error, { authority, caaIdentities, ...deps });
  }
}
