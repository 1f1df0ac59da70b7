/** RFC 8305: the addresses of a host called one after another, a little apart; the first that answers is taken. */
import type { Clock } from "../clock.ts";
import type { DnsAnswer } from "./dns-answer.ts";
import { canonicalAddress } from "./ip-address.ts";

/** §8: the least that is recommended for the user's sake; no user waits here. */
const CONNECTION_ATTEMPT_DELAY = 250;
/** §3: how long IPv4 waits for what DNS says of IPv6. */
const RESOLUTION_DELAY = 50;
/** So many addresses of a host are called: whoever publishes more does not have others called by us. */
const MAX_ATTEMPTS = 8;

/** The answers to AAAA and to A, where they have come. */
export interface HostAnswers {
  readonly six: Promise<DnsAnswer<string>>;
  readonly four: Promise<DnsAnswer<string>>;
}

/** "not-public": nobody was called, for `DialOptions.mayCall` does not allow it. */
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
  /** Whether an address may be called; by default all may. */
  readonly mayConnect?: ((address: string) => boolean) | undefined;
  /** Begins to call an address; what is returned gives it up. */
  readonly connect: (address: string, call: Attempt<Value>) => () => void;
  readonly connected: (value: Value, address: string) => void;
  /** All calls, in order, and what DNS said; none of the calls where there was no address. */
  readonly failed: (calls: readonly FailedAttempt[], answers: readonly DnsAnswer<string>[]) => void;
  readonly clock: Pick<Clock, "after">;
}

type Family = keyof HostAnswers;

/** §4: the addresses that wait, IPv6 first and then the families in turn. */
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
 * RFC 1122 §3.2.1.3, RFC 4291 §2.5.2: where nobody is, and this machine's own services are reached. DNS servers that block
 * names answer so.
 */
const UNSPECIFIED: ReadonlySet<string | undefined> = new Set(["0.0.0.0", "::"]);

const isDestination = (address: string): boolean => !UNSPECIFIED.has(canonicalAddress(address));

/** Just one of `won` and `lost` follows, unless what is returned has given up before. */
export function raceAddresses<Value>({ six, four }: HostAnswers, race: Race<Value>): () => void {
  const turns = new AddressQueue();
  const answers: DnsAnswer<string>[] = [];
  const failures: FailedAttempt[] = [];
  const underWay = new Map<string, () => void>();
  let hasBegun = false;
  let isOver = false;
  let stopWaiting: (() => void) | undefined;

  const stop = (): void => {
    isOver = true;
    stopWaiting?.();
    for (const giveUp of underWay.values()) giveUp();
  };

  /** The next one is called so many milliseconds from now. */
  const wait = (milliseconds: number): void => {
    stopWaiting?.();
    stopWaiting = race.clock.after(milliseconds, next);
  };

  const next = (): void => {
    stopWaiting?.();
    stopWaiting = undefined;
    const address = turns.take();
    if (address !== undefined) begin(address);
    else if (underWay.size === 0 && answers.length === 2) {
      isOver = true;
      race.failed(failures, answers);
    }
  };

  const begin = (address: string): void => {
    hasBegun = true;
    wait(CONNECTION_ATTEMPT_DELAY);
    const giveUp = race.connect(address, {
      connected: (value) => {
        underWay.delete(address);
        stop();
        race.connected(value, address);
      },
      failed: (reason) => {
        underWay.delete(address);
        failures.push({ address, reason });
        next();
      },
    });
    underWay.set(address, giveUp);
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
      if (answer.state === "found") turns.add(family, answer.values.filter(isDestination).filter(isAllowed));
      if (stopWaiting !== undefined && hasBegun) return; // its turn comes
      if (family === "four" && answers.length === 1) wait(RESOLUTION_DELAY);
      else next();
    };
  six.then(learn("six"));
  four.then(learn("four"));
  return stop;
}
