/** Slows down the guessing of passwords and invitations: failures are limited per address and per account. */
import { BoundedMap } from "../bounded-map.ts";
import { type Clock, systemClock } from "../clock.ts";
import { networkOf } from "../net/ip-address.ts";
import { RateLimit } from "../net/rate-limit.ts";

export interface ThrottleLimits {
  readonly failures_per_address: number;
  readonly failures_per_account: number;
  /** Milliseconds over which they are counted. */
  readonly failure_window: number;
}

export interface LoginThrottle {
  /**
   * Whether this address may try this account (a bare JID) now. It counts as a failure for the account until it has
   * succeeded: however many are tried at the same moment, no more pass than may fail.
   */
  mayTry(address: string, account: string): boolean;
  /** Whether this address may try a secret that belongs to no account, such as an invitation. */
  mayGuess(address: string): boolean;
  /** An attempt from this address has failed. */
  failed(address: string): void;
  succeeded(address: string, account: string): void;
  /** Sets new limits; the counts start again. */
  configure(limits: ThrottleLimits): void;
}

/** Pairs of account and network that are remembered. */
const MAX_KNOWN = 10_000;

export function loginThrottle(given: ThrottleLimits, clock: Pick<Clock, "monotonic"> = systemClock): LoginThrottle {
  /** Networks that accounts have signed in from: guesses from elsewhere do not lock their owners out. */
  const known = new BoundedMap<string, true>(MAX_KNOWN);
  let byAddress = limitOf(given.failures_per_address, given, clock);
  let byAccount = limitOf(given.failures_per_account, given, clock);

  const pair = (address: string, account: string): string => `${account} ${networkOf(address)}`;

  return {
    mayTry: (address, account) =>
      byAddress.allows(networkOf(address)) && (known.has(pair(address, account)) || byAccount.take(account)),
    mayGuess: (address) => byAddress.allows(networkOf(address)),
    // Counted after the fact, perhaps below zero: many people behind one address may sign in at the same time.
    failed: (address) => byAddress.charge(networkOf(address)),
    succeeded: (address, account) => {
      if (known.has(pair(address, account))) return;
      byAccount.giveBack(account);
      known.set(pair(address, account), true);
    },
    configure: (limits) => {
      byAddress = limitOf(limits.failures_per_address, limits, clock);
      byAccount = limitOf(limits.failures_per_account, limits, clock);
    },
  };
}

const limitOf = (failures: number, { failure_window }: ThrottleLimits, clock: Pick<Clock, "monotonic">): RateLimit =>
  new RateLimit({ burst: failures, perSecond: (failures * 1000) / failure_window }, clock);
