/** Whether the world reaches ports 80 and 443: the authority's test service validates a name through each (RFC 8555 §8.3, RFC 8737). */
import type { Authorization } from "acme-client";
import type { Clock } from "../clock.ts";
import type { Resolver } from "../dns/resolver.ts";
import { type AccountDeps, withAccount } from "./account.ts";
import type { AcmeSession } from "./acme-session.ts";
import { type Authority, authorityName } from "./authority.ts";
import {
  completeAuthorizations,
  connectionOf,
  InvalidAuthorizations,
  type ValidationConnection,
} from "./authorizations.ts";
import { CertificateError, type CertificateProblem } from "./certificate-error.ts";
import type { CertificateStore } from "./certificate-store.ts";
import type { Solver } from "./challenges/challenge.ts";
import { diagnose } from "./diagnosis.ts";
import { type Fetch, readDirectory } from "./directory.ts";

export const CHALLENGE_PORTS = { "http-01": 80, "tls-alpn-01": 443 } as const;
export type PortChallenge = keyof typeof CHALLENGE_PORTS;

/** What the authority has seen of one port. */
export interface PortTrial extends ValidationConnection {
  readonly port: (typeof CHALLENGE_PORTS)[PortChallenge];
  /** "unknown": the authority has not looked. */
  readonly reached: "yes" | "no" | "unknown";
  /** Undefined where it has reached this server. */
  readonly problem: CertificateProblem | undefined;
}

export interface PortTrialDeps {
  /** The account's key is that of the home; what the trial finds out is kept nowhere. */
  readonly store: Pick<CertificateStore, "accountKey" | "state">;
  readonly dns: Resolver;
  /** The addresses of this machine or its router on the Internet. */
  readonly publicAddresses: readonly string[];
  /** This machine's name on the Internet, in A-labels: it is what is validated. */
  readonly host: string;
  /** An e-mail address for the authority; "" for none. */
  readonly contact: string;
  readonly clock: Clock;
  readonly fetch: Fetch;
}

/** An authorization that is valid from before is given up, at most so often, so that a new one is made. */
const MAX_ORDERS = 3;

/**
 * Has the authority look at the port of each solver's challenge, one after the other. No certificate is issued: the
 * authorizations are deactivated (RFC 8555 §7.5.2). Two orders, and at most two failed validations.
 */
export async function tryPorts(
  authority: Authority,
  solvers: readonly (Solver & { readonly type: PortChallenge })[],
  deps: PortTrialDeps,
): Promise<readonly PortTrial[]> {
  const trials: PortTrial[] = [];
  for (const solver of solvers) trials.push(await tryPort(authority, solver, deps));
  return trials;
}

async function tryPort(
  authority: Authority,
  solver: Solver & { readonly type: PortChallenge },
  deps: PortTrialDeps,
): Promise<PortTrial> {
  const port = CHALLENGE_PORTS[solver.type];
  const { contact, clock, store, fetch } = deps;
  const account: AccountDeps = { store, contact, now: clock.now };
  let caaIdentities: readonly string[] = [];
  try {
    ({ caaIdentities } = await readDirectory(authority, { now: clock.now(), fetch }));
    const seen = await withAccount(authority, account, (session) =>
      validate(authority, session, deps.host, solver, clock),
    );
    return { port, reached: "yes", problem: undefined, ...seen };
  } catch (error) {
    const { problem } = await diagnose(error, { authority, caaIdentities, ...deps });
    const [invalid] = error instanceof InvalidAuthorizations ? error.authorizations : [];
    // RFC 8659: whether CAA lets it issue says nothing of the port.
    const reached = invalid === undefined || invalid.document.type === "caa" ? "unknown" : "no";
    const remedies = problem.remedies.filter(({ key }) => !OF_CERTIFICATES.test(key));
    return { port, reached, problem: { ...problem, remedies }, address: invalid?.address, unanswered: [] };
  }
}

/** Remedies that lead to a certificate by another way: the port stays closed. */
const OF_CERTIFICATES = /^(use-|own-for-now|redirect-to-here)/;

/** It believes what it has seen before, whatever this server gives up. */
const notLookedAgain = (authority: Authority): CertificateError =>
  new CertificateError({
    reason: "ca-refused",
    values: { ca: authorityName(authority), detail: "it has validated this name before, and does not look again" },
    remedies: [{ key: "try-later", values: {} }],
  });

/** Rejects as completeAuthorizations does, and with CertificateError. */
async function validate(
  authority: Authority,
  session: AcmeSession,
  name: string,
  solver: Solver,
  clock: Clock,
): Promise<ValidationConnection> {
  const { client } = session;
  for (let orders = 1; ; orders += 1) {
    const order = await client.createOrder({ identifiers: [{ type: "dns", value: name }] });
    const [before] = await client.getAuthorizations(order);
    if (before === undefined) throw new Error("the authority made an order without an authorization");
    const look = async (): Promise<Authorization> => (await client.getAuthorizations(order))[0] ?? before;
    try {
      if (before.status === "valid" && orders < MAX_ORDERS) continue;
      if (before.status === "valid") throw notLookedAgain(authority);
      await completeAuthorizations(session, order, solver, clock);
      const { challenges } = await look();
      return connectionOf(challenges.find(({ status }) => status === "valid") ?? {});
    } finally {
      // One that is invalid already, or that cannot be given up, expires by itself.
      await client.deactivateAuthorization(before).catch(() => {});
    }
  }
}

/** A state that is kept for as long as the program runs: a trial never writes over that of the certificate. */
export function openTrialStore(store: Pick<CertificateStore, "accountKey" | "state">): PortTrialDeps["store"] {
  let state = { ...store.state.read(), accounts: {}, failures: [] };
  return {
    accountKey: store.accountKey,
    state: {
      read: () => state,
      change: (changes) => {
        state = { ...state, ...changes } as typeof state;
        return state;
      },
    },
  };
}
