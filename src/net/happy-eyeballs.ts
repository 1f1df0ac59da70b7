/** RFC 8305 (Happy Eyeballs): staggered connection attempts to the addresses of a host; the first that succeeds is taken. */
import type { Clock } from "../clock.ts";
import type { DnsAnswer } from "./dns-answer.ts";
import { canonicalAddress } from "./ip-address.ts";

/** §8: the recommended default. */
const CONNECTION_ATTEMPT_DELAY = 250;
/** §3: how long IPv4 addresses wait for the answer to AAAA. */
const RESOLUTION_DELAY = 50;
/** Attempts for one host: a domain cannot make this server connect to hundreds of addresses. */
const MAX_ATTEMPTS = 8;

/** The answers to AAAA and A queries. */
export interface HostAnswers {
  readonly six: Promise<DnsAnswer<string>>;
  readonly four: Promise<DnsAnswer<string>>;
}

/** "not-public": there was no attempt, because `mayConnect` does not allow it. */
export type AttemptFailure = "refused" | "unreachable" | "timeout" | "reset" | "failed" | "not-public";

export interface Attempt<Value> {
  readonly connected: (value: Value) => void;
  readonly failed: (reason: AttemptFailure) => void;
}

export interface FailedAttempt {
  readonly address: string;
  readonly reason: AttemptFailure;
}

export interface Race<Value> {
  /** Whether a connection to an address is allowed; by default to all. */
  readonly mayConnect?: ((address: string) => boolean) | undefined;
  /** Begins to connect to an address; what is returned cancels it. */
  readonly connect: (address: string, call: Attempt<Value>) => () => void;
  readonly connected: (value: Value, address: string) => void;
  /** All attempts in order, and the DNS answers; no attempt where there was no address. */
  readonly failed: (attempts: readonly FailedAttempt[], answers: readonly DnsAnswer<string>[]) => void;
  readonly clock: Pick<Clock, "after">;
}

type Family = keyof HostAnswers;

/** §4: the addresses that are left, IPv6 first, then the families alternately. */
class AddressQueue {
  readonly #waiting: Record<Family, string[]> = { six: [], four: [] };
  #next: Family = "six";
  #left = MAX_ATTEMPTS;

  add(family: Family, addresses: readonly string[]): void {
    this.#waiting[family].push(...new Set(addresses));
  }

  take(): string | undefined {
    const other = this.#next === "six" ? "four" : "six";
    const family = this.#waiting[this.#next].length > 0 ? this.#next : other;
    if (this.#left === 0 || this.#waiting[family].length === 0) return undefined;
    this.#left -= 1;
    this.#next = family === "six" ? "four" : "six";
    return this.#waiting[family].shift();
  }
}

/**
 * RFC 1122 §3.2.1.3, RFC 4291 §2.5.2: no destination; a connection would reach services of this machine. DNS servers that block
 * names return these addresses.
 */
const UNSPECIFIED: ReadonlySet<string | undefined> = new Set(["0.0.0.0", "::"]);

const isDestination = (address: string): boolean => !UNSPECIFIED.has(canonicalAddress(address));

/** Calls `connected` or `failed` once, unless what is returned has cancelled the race before. */
export function raceAddresses<Value>({ six, four }: HostAnswers, race: Race<Value>): () => void {
  const queue = new AddressQueue();
  const answers: DnsAnswer<string>[] = [];
  const failures: FailedAttempt[] = [];
  const attempts = new Map<string, () => void>();
  let hasBegun = false;
  let isOver = false;
  let stopWaiting: (() => void) | undefined;

  const stop = (): void => {
    isOver = true;
    stopWaiting?.();
    for (const cancel of attempts.values()) cancel();
  };

  /** The next attempt begins so many milliseconds from now. */
  const wait = (milliseconds: number): void => {
    stopWaiting?.();
    stopWaiting = race.clock.after(milliseconds, next);
  };

  const next = (): void => {
    stopWaiting?.();
    stopWaiting = undefined;
    const address = queue.take();
    if (address !== undefined) begin(address);
    else if (attempts.size === 0 && answers.length === 2) {
      isOver = true;
      race.failed(failures, answers);
    }
  };

  const begin = (address: string): void => {
    hasBegun = true;
    wait(CONNECTION_ATTEMPT_DELAY);
    const cancel = race.connect(address, {
      connected: (value) => {
        attempts.delete(address);
        stop();
        race.connected(value, address);
      },
      failed: (reason) => {
        attempts.delete(address);
        failures.push({ address, reason });
        next();
      },
    });
    attempts.set(address, cancel);
  };

  const isAllowed = (address: string): boolean => {
    const may = race.mayConnect?.(address) ?? true;
    if (!may && failures.length < MAX_ATTEMPTS) failures.push({ address, reason: "not-public" });
    return may;
  };

  const learn =
    (family: Family) =>
    (answer: DnsAnswer<string>): void => {
      if (isOver) return;
      answers.push(answer);
      if (answer.state === "found") queue.add(family, answer.values.filter(isDestination).filter(isAllowed));
      if (stopWaiting !== undefined && hasBegun) return; // its turn comes
      if (family === "four" && answers.length === 1) wait(RESOLUTION_DELAY);
      else next();
    };
  six.then(learn("six"));
  four.then(learn("four"));
  return stop;
}
