/** Obtains a certificate from an authority: within its rate limits, every failure explained. */
import type { Clock } from "../clock.ts";
import type { Resolver } from "../dns/resolver.ts";
import { withAccount } from "./account.ts";
import type { Authority } from "./authority.ts";
import { InvalidAuthorizations } from "./authorizations.ts";
import type { CertificateAndKey } from "./certificate-and-key.ts";
import { CertificateError, type CertificateProblem } from "./certificate-error.ts";
import type { CertificateStore } from "./certificate-store.ts";
import type { Solver } from "./challenges/challenge.ts";
import { withPort80 } from "./challenges/port-80.ts";
import { diagnose } from "./diagnosis.ts";
import { type Directory, type Fetch, readDirectory } from "./directory.ts";
import { resolveDestination } from "./names.ts";
import { orderCertificate } from "./order.ts";
import { recordFailures, recordIssued, refuseOverLimit } from "./rate-limits.ts";

export interface ObtainDeps {
  readonly store: CertificateStore;
  readonly solver: Solver;
  /** Proves the names that lead here where `solver` needs a DNS record for each; undefined where port 80 cannot be had. */
  readonly port80?: Solver | undefined;
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

/**
 * Obtains a certificate for the names, which is not stored. Counts what the rate limits are about. Names that port 80 does
 * not prove after all are proven like the others. Rejects with CertificateError.
 */
export async function obtain(
  authority: Authority,
  order: CertificateOrder,
  deps: ObtainDeps,
): Promise<CertificateAndKey> {
  const here = await namesForPort80(order.names, deps);
  if (deps.port80 === undefined || here.length === 0) return obtainBy(authority, order, deps);
  const mixed = withPort80(deps.solver, deps.port80, (name) => here.includes(name));
  try {
    return await obtainBy(authority, order, { ...deps, solver: mixed });
  } catch (error) {
    if (!(error instanceof CertificateError) || !isAboutPort80(error.problem, here)) throw error;
    return await obtainBy(authority, order, deps);
  }
}

/** Of names proven by DNS, those that lead here; none where all do: then a person had a reason not to use the port. */
async function namesForPort80(
  names: readonly string[],
  { solver, port80, publicAddresses, dns }: ObtainDeps,
): Promise<readonly string[]> {
  if (port80 === undefined || !solver.type.startsWith("dns-")) return [];
  const destinations = await Promise.all(names.map((name) => resolveDestination(name, publicAddresses, dns)));
  const here = names.filter((_, at) => destinations[at]?.kind === "here");
  return here.length < names.length ? here : [];
}

const isAboutPort80 = ({ reason, name }: CertificateProblem, here: readonly string[]): boolean =>
  reason === "port-taken" || reason === "port-forbidden" || (name !== undefined && here.includes(name));

async function obtainBy(
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
  deps: Omit<ObtainDeps, "solver" | "port80" | "profile">,
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
