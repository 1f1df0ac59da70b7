/** The schedule of renewals while the server runs. */
import { age, type Clock, DAY, HOUR, MINUTE, SECOND } from "../clock.ts";
import type { Logger } from "../log.ts";
import { CertificateError } from "./certificate-error.ts";
import { factsOf } from "./facts.ts";
import { certificateId, dueAt } from "./renewal-info.ts";
import { type CertificateState, obtainedAt, type RenewalInfo, type StateFile } from "./state.ts";

export interface RenewalDeps {
  readonly state: StateFile;
  readonly clock: Clock;
  readonly log: Logger;
  /** The certificate in use, in PEM; undefined where there is none from an authority yet. */
  readonly current: () => string | undefined;
  /** RFC 9773: requests renewal information; undefined where the authority has none. */
  readonly renewalInfo: (chainPem: string, previous: RenewalInfo | undefined) => Promise<RenewalInfo | undefined>;
  /** Whether a name that the certificate should have has appeared in DNS since it was issued. */
  readonly isNameMissing: () => Promise<boolean>;
  /** Obtains a certificate and puts it into use. Rejects with CertificateError. */
  readonly renew: (reason: "due" | "name-missing", replaces: string | undefined) => Promise<void>;
}

export interface Renewal {
  /** Renews at once. Rejects with CertificateError. */
  renewNow(): Promise<void>;
  /** When it is due, in milliseconds since 1970, delays after failures included. */
  nextAt(): number;
  /** When it is due, whatever has failed; 0 where there is no certificate. */
  dueAt(): number;
  stop(): void;
}

/** Then a day. */
const RETRY_DELAYS = [MINUTE, 10 * MINUTE, 100 * MINUTE];

/** Milliseconds to wait after so many failures in a row. */
export const retryDelay = (failures: number): number => RETRY_DELAYS[failures - 1] ?? DAY;

/** Between two attempts, whatever the authority says. */
const MAX_PAUSE_MS = 7 * DAY;
/** Wakes up at least this often: clocks are set, laptops sleep. */
const MAX_SLEEP_MS = HOUR;

/** A pause after failures is a week at the most; what is longer is of a clock that was ahead. */
export const pausedUntil = ({ notBefore }: Pick<CertificateState, "notBefore">, now: number): number =>
  notBefore - now > MAX_PAUSE_MS ? 0 : notBefore;

export function startRenewal(deps: RenewalDeps): Renewal {
  const { state, clock, log } = deps;
  let running: Promise<void> | undefined;
  let cancelTimer = (): void => {};
  let isStopped = false;
  let nextRenewalInfoAt = state.read().suggestion?.askAgainAt ?? 0;

  const renewalInfoFor = (chainPem: string): RenewalInfo | undefined => {
    const { suggestion } = state.read();
    return suggestion?.certificate === certificateId(chainPem) ? suggestion : undefined;
  };
  const currentDueAt = (): number => {
    const chainPem = deps.current();
    if (chainPem === undefined) return 0;
    return dueAt(factsOf(chainPem), renewalInfoFor(chainPem), clock.now(), obtainedAt(state.read()));
  };
  const pauseEnd = (): number => pausedUntil(state.read(), clock.now());
  const nextAt = (): number => Math.max(currentDueAt(), pauseEnd());

  const attempt = async (reason: "due" | "name-missing"): Promise<void> => {
    const chainPem = deps.current();
    try {
      await deps.renew(reason, chainPem === undefined ? undefined : certificateId(chainPem));
      nextRenewalInfoAt = 0;
      state.change({ failedRenewals: 0, notBefore: 0, lastProblem: undefined, suggestion: undefined });
    } catch (error) {
      if (error instanceof CertificateError && error.reason === "cancelled") throw error;
      // A fault of the program or the disk is retried as slowly as an error of the authority.
      const failures = state.read().failedRenewals + 1;
      const problem = error instanceof CertificateError ? error.problem : undefined;
      const wait = clock.now() + retryDelay(failures);
      // A Retry-After of a month is cut to a week: the certificate may have expired by then.
      const notBefore = Math.max(wait, Math.min(problem?.retryAt ?? 0, clock.now() + MAX_PAUSE_MS));
      const lastProblem = problem === undefined ? state.read().lastProblem : { ...problem, at: clock.now() };
      if (problem !== undefined) {
        const text = (error as CertificateError).message;
        log.warn({ event: "certificate-not-renewed", reason: problem.reason, text, failures, notBefore });
      }
      state.change({ failedRenewals: failures, notBefore, lastProblem });
      throw error;
    }
  };
  /** One at a time: calls meanwhile get the same outcome. */
  const renew = (reason: "due" | "name-missing"): Promise<void> => {
    running ??= attempt(reason).finally(() => {
      running = undefined;
    });
    return running;
  };

  const updateRenewalInfo = async (chainPem: string): Promise<void> => {
    // The authority is asked once a day at least.
    if (clock.now() < nextRenewalInfoAt && nextRenewalInfoAt - clock.now() <= DAY) return;
    const previous = renewalInfoFor(chainPem);
    try {
      const suggestion = await deps.renewalInfo(chainPem, previous);
      nextRenewalInfoAt = suggestion?.askAgainAt ?? clock.now() + 6 * HOUR;
      if (suggestion !== undefined) state.change({ suggestion });
    } catch (error) {
      // RFC 9773 §4.3.3: the previous answer holds.
      if (!(error instanceof CertificateError)) throw error;
      nextRenewalInfoAt = clock.now() + HOUR;
      log.info({ event: "renewal-info-missing", text: error.message });
    }
  };
  const isNameMissing = async (): Promise<boolean> => {
    if (age(state.read().namesCheckedAt, clock.now()) < DAY) return false;
    state.change({ namesCheckedAt: clock.now() });
    return deps.isNameMissing();
  };

  const check = async (): Promise<void> => {
    const chainPem = deps.current();
    if (chainPem !== undefined) await updateRenewalInfo(chainPem);
    const isDue = nextAt() <= clock.now();
    if (isDue || (chainPem !== undefined && (await isNameMissing()) && pauseEnd() <= clock.now())) {
      await renew(isDue ? "due" : "name-missing");
    }
  };
  const wake = (): void => {
    const isForeseen = (error: unknown) => error instanceof CertificateError;
    check()
      .catch((error: unknown) => {
        // Problems were logged where they occurred; anything else is a bug, which must not end the renewals.
        if (!isForeseen(error)) log.error({ event: "renewal-failed", error });
      })
      .finally(sleep);
  };
  const sleep = (): void => {
    if (isStopped) return;
    const until = Math.min(
      nextAt(),
      deps.current() === undefined ? Number.POSITIVE_INFINITY : Math.max(nextRenewalInfoAt, 0),
    );
    const wait = Math.min(Math.max(until - clock.now(), SECOND), MAX_SLEEP_MS);
    cancelTimer = clock.after(wait, wake);
  };
  cancelTimer = clock.after(0, wake);
  return {
    renewNow: () => renew("due"),
    nextAt,
    dueAt: currentDueAt,
    stop: () => {
      isStopped = true;
      cancelTimer();
    },
  };
}
