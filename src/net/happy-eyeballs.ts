/** RFC 8305: the addresses of a host called one after another, a little apart; the first that answers is taken. */
import type { Clock } from "./clock.ts";
import type { CallReason } from "./dial-error.ts";
import type { Answer } from "./resolver.ts";

/** §8: the least that is recommended for the user's sake; no user waits here. */
const CONNECTION_ATTEMPT_DELAY = 250;
/** §3: how long IPv4 waits for what DNS says of IPv6. */
const RESOLUTION_DELAY = 50;
/** So many addresses of a host are called: whoever publishes more does not have others called by us. */
const MAX_CALLS = 8;

/** The answers to AAAA and to A, where they have come. */
export interface HostAnswers {
  readonly six: Promise<Answer<string>>;
  readonly four: Promise<Answer<string>>;
}

export interface Call<Value> {
  readonly answered: (value: Value) => void;
  readonly failed: (reason: CallReason) => void;
}

export interface FailedCall {
  readonly address: string;
  readonly reason: CallReason;
}

export interface Race<Value> {
  /** Begins to call an address; what is returned gives it up. */
  readonly call: (address: string, call: Call<Value>) => () => void;
  readonly won: (value: Value, address: string) => void;
  /** All calls, in order, and what DNS said; none of the calls where there was no address. */
  readonly lost: (calls: readonly FailedCall[], answers: readonly Answer<string>[]) => void;
  readonly clock: Pick<Clock, "after">;
}

/** Just one of `won` and `lost` follows, unless what is returned has given up before. */
export function raceAddresses<Value>({ six, four }: HostAnswers, race: Race<Value>): () => void {
  const waiting: { six: readonly string[]; four: readonly string[] } = { six: [], four: [] };
  const answers: Answer<string>[] = [];
  const failures: FailedCall[] = [];
  const underWay = new Map<string, () => void>();
  let last: "six" | "four" = "four";
  let called = 0;
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

  const nextAddress = (): string | undefined => {
    const other = last === "four" ? "six" : "four";
    const family = waiting[other].length > 0 ? other : last;
    const [address, ...rest] = waiting[family];
    if (address === undefined || called === MAX_CALLS) return undefined;
    last = family;
    waiting[family] = rest;
    return address;
  };

  const next = (): void => {
    stopWaiting?.();
    stopWaiting = undefined;
    const address = nextAddress();
    if (address !== undefined) begin(address);
    else if (underWay.size === 0 && answers.length === 2) {
      isOver = true;
      race.lost(failures, answers);
    }
  };

  const begin = (address: string): void => {
    called += 1;
    wait(CONNECTION_ATTEMPT_DELAY);
    const giveUp = race.call(address, {
      answered: (value) => {
        underWay.delete(address);
        stop();
        race.won(value, address);
      },
      failed: (reason) => {
        underWay.delete(address);
        failures.push({ address, reason });
        next();
      },
    });
    underWay.set(address, giveUp);
  };

  const learn =
    (family: "six" | "four") =>
    (answer: Answer<string>): void => {
      if (isOver) return;
      answers.push(answer);
      if (answer.state === "found") waiting[family] = answer.values;
      if (stopWaiting !== undefined && called > 0) return; // its turn comes
      if (family === "four" && answers.length === 1) wait(RESOLUTION_DELAY);
      else next();
    };
  six.then(learn("six"));
  four.then(learn("four"));
  return stop;
}
