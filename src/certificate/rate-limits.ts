/** Rate limits of the authority, counted here so that they are never hit: https://letsencrypt.org/docs/rate-limits/ */
import { age, DAY, HOUR } from "../clock.ts";
import { type Authority, authorityName } from "./authority.ts";
import { CertificateError } from "./certificate-error.ts";
import type { CertificateState, StateFile } from "./state.ts";

/** Failed authorizations for a name within an hour, and certificates for the same names within seven days. */
interface RateLimits {
  readonly failures: number;
  readonly duplicates: number;
}

const PRODUCTION: RateLimits = { failures: 5, duplicates: 5 };
const TRIAL: RateLimits = { failures: 200, duplicates: 30_000 };

/** Unknown authorities get the strictest. */
const limitsOf = ({ directory }: Authority): RateLimits =>
  new URL(directory).hostname === "acme-staging-v02.api.letsencrypt.org" ? TRIAL : PRODUCTION;

/** How many validations of a name may fail within an hour. */
export const maxFailures = (authority: Authority): number => limitsOf(authority).failures;

export interface AttemptsLeft {
  readonly left: number;
  /** When there is one more, in milliseconds since 1970; undefined where none has been used. */
  readonly nextAt: number | undefined;
}

/** The names as state.json has them. */
const setOf = (names: readonly string[]): string => [...new Set(names)].sort().join(" ");

/** How many validations of the name may still fail within this hour. */
export function attemptsLeft(state: CertificateState, authority: Authority, name: string, now: number): AttemptsLeft {
  const times = failuresOf(state, authority, name, now);
  const [oldest] = times;
  const left = Math.max(0, limitsOf(authority).failures - times.length);
  return { left, nextAt: oldest === undefined ? undefined : oldest + HOUR };
}

const failuresOf = (state: CertificateState, { directory }: Authority, name: string, now: number): readonly number[] =>
  state.failures
    .filter((one) => one.directory === directory && one.name === name && age(one.at, now) < HOUR)
    .map(({ at }) => at)
    .sort((one, other) => one - other);

/**
 * Throws CertificateError where an order for these names would go over a limit: too-many-failures, too-many-duplicates. A
 * renewal that the authority has suggested (RFC 9773) is exempt from the second.
 */
export function refuseOverLimit(
  state: CertificateState,
  authority: Authority,
  order: { readonly names: readonly string[]; readonly isSuggested: boolean },
  now: number,
): void {
  const ca = authorityName(authority);
  for (const name of order.names) {
    const { left, nextAt } = attemptsLeft(state, authority, name, now);
    if (left > 0 || nextAt === undefined) continue;
    const until = { time: nextAt };
    const values = { ca, name, failures: limitsOf(authority).failures, until };
    const remedies = [
      { key: "wait-until", values: { until } },
      { key: "own-for-now", values: {} },
    ] as const;
    throw new CertificateError({ reason: "too-many-failures", values, remedies, retryAt: nextAt, name });
  }
  const same = state.issued
    .filter(
      (one) => one.directory === authority.directory && one.names === setOf(order.names) && age(one.at, now) < 7 * DAY,
    )
    .map(({ at }) => at);
  if (order.isSuggested || same.length < limitsOf(authority).duplicates) return;
  const retryAt = Math.min(...same) + 7 * DAY;
  const until = { time: retryAt };
  const remedies = [
    { key: "keep-certificate", values: {} },
    { key: "wait-until", values: { until } },
  ] as const;
  throw new CertificateError({
    reason: "too-many-duplicates",
    values: { ca, count: same.length, until },
    remedies,
    retryAt,
  });
}

/** Counts failed validations; forgets those that no limit is about any more. */
export function recordFailures(
  state: StateFile,
  { directory }: Authority,
  names: readonly string[],
  now: number,
): void {
  const recent = state.read().failures.filter(({ at }) => age(at, now) < HOUR);
  state.change({ failures: [...recent, ...names.map((name) => ({ directory, name, at: now }))] });
}

/** Counts the certificate. */
export function recordIssued(state: StateFile, { directory }: Authority, names: readonly string[], now: number): void {
  const recent = state.read().issued.filter(({ at }) => age(at, now) < 7 * DAY);
  state.change({ issued: [...recent, { directory, names: setOf(names), at: now }] });
}
