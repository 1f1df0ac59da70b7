/** Whether the clock can be believed: nothing is deleted because of its age on the word of one that has leapt. */
import { type Clock, DAY, HOUR, systemClock } from "../clock.ts";
import type { Logger } from "../log.ts";
import type { Database } from "./database.ts";
import { StoreError } from "./errors.ts";
import type { TableOwner } from "./stored-addresses.ts";

/** In milliseconds since 1970. */
export interface ClockState {
  /** The latest time that was believed. */
  readonly believed: number;
  /** The latest time that was seen. */
  readonly checked: number;
  /** Since when the clock is in doubt, by itself; null where it is not. */
  readonly doubted: number | null;
}

/** What a clock in doubt says, and said before it leapt. */
export interface ClockDoubt {
  readonly says: number;
  /** Not there for a time before this program was written, which is wrong by itself. */
  readonly said?: number;
  /** When it is believed if it goes on like this, by itself. */
  readonly until?: number;
}

/** How far it may go between two looks, and how long it is waited for that it is set right: as long as the leap, at most this. */
const LEAP = DAY;
const MAX_WAIT = 30 * DAY;
/** It is looked at, and its time stored, this often. */
const INTERVAL = HOUR;
/** No clock is right that says an earlier time: a Raspberry Pi that has just been switched on. */
const EARLIEST = Date.UTC(2026, 0, 1);

export const isImpossible = (now: number): boolean => now < EARLIEST;

export const clockTables: TableOwner = {
  name: "clock",
  tables: ["CREATE TABLE clock (believed INTEGER NOT NULL, checked INTEGER NOT NULL, doubted INTEGER) STRICT;"],
  addresses: { tables: {} },
};

const isNear = (now: number, before: number): boolean => Math.abs(now - before) <= LEAP;

const waitAfter = ({ believed, doubted }: ClockState): number =>
  Math.min(Math.abs((doubted ?? believed) - believed), MAX_WAIT);

/** What is to be thought of a clock that says `now`. */
export function judged(state: ClockState, now: number): ClockState {
  const { believed, checked, doubted } = state;
  const right: ClockState = { believed: now, checked: now, doubted: null };
  const leapt: ClockState = { believed, checked: now, doubted: now };
  if (doubted === null) return isNear(now, checked) ? right : leapt;
  // Set right: it goes on from where it was, as long as it was wrong.
  if (now >= believed - LEAP && now <= believed + Math.max(0, checked - doubted) + LEAP) return right;
  if (!isNear(now, checked)) return leapt;
  return now - doubted >= waitAfter(state) ? right : { believed, checked: now, doubted };
}

export interface ClockWatchDeps {
  readonly db: Database;
  readonly now: () => number;
  readonly log: Logger;
  readonly clock?: Pick<Clock, "after">;
}

export class ClockWatch {
  readonly #deps: ClockWatchDeps;
  readonly #put;
  #state: ClockState | undefined;
  #stored: ClockState | undefined;
  #stopTimer = (): void => {};

  constructor(deps: ClockWatchDeps) {
    this.#deps = deps;
    deps.db.migrate(clockTables.name, clockTables.tables);
    this.#stored = deps.db.read<ClockState>("SELECT believed, checked, doubted FROM clock").get();
    this.#state = this.#stored;
    const options = { mayUseReserve: true };
    const clear = deps.db.write("DELETE FROM clock");
    const put = deps.db.write("INSERT INTO clock (believed, checked, doubted) VALUES (?, ?, ?)", options);
    this.#put = ({ believed, checked, doubted }: ClockState): void => {
      clear.run();
      put.run(believed, checked, doubted);
    };
  }

  /** Looks at the clock from now on, every hour. */
  start(): void {
    const { clock = systemClock } = this.#deps;
    const look = (): void => {
      this.#look();
      this.#stopTimer = clock.after(INTERVAL, look);
    };
    look();
  }

  stop(): void {
    this.#stopTimer();
  }

  isDoubtful(): boolean {
    return this.doubt() !== undefined;
  }

  doubt(): ClockDoubt | undefined {
    const says = this.#look();
    const state = this.#state;
    if (isImpossible(says)) return { says };
    if (!state || state.doubted === null) return undefined;
    return { says, said: state.believed, until: state.doubted + waitAfter(state) };
  }

  /** Returns what the clock says. */
  #look(): number {
    const now = this.#deps.now();
    if (isImpossible(now) || now === this.#state?.checked) return now;
    const before = this.#state;
    const state = before ? judged(before, now) : { believed: now, checked: now, doubted: null };
    this.#state = state;
    if (state.doubted !== (before?.doubted ?? null)) this.#log(state, before?.believed ?? now);
    const isDue = !this.#stored || state.doubted !== this.#stored.doubted || now - this.#stored.checked >= INTERVAL;
    if (isDue) this.#store(state);
    return now;
  }

  /** On a full disk the next look tries again. */
  #store(state: ClockState): void {
    try {
      this.#deps.db.atomically(() => this.#put(state));
      this.#stored = state;
    } catch (error) {
      if (!(error instanceof StoreError && error.reason === "full")) throw error;
    }
  }

  #log(state: ClockState, said: number): void {
    const { log } = this.#deps;
    const [says, before] = [state.checked, said].map((time) => new Date(time).toISOString());
    if (state.doubted === null) return log.info({ event: "clock-believed", says });
    const until = new Date(state.doubted + waitAfter(state)).toISOString();
    const remedy =
      "unless the server was off in between, set the clock of this machine (timedatectl set-ntp true); nothing is deleted for its age until then";
    log.warn({ event: "clock-leapt", said: before, says, waits_until: until, remedy });
  }
}
