/** Attempts to reach another server: one at a time, ever further apart as long as they fail. */
import type { Clock } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import type { Pair } from "../pair.ts";
import { type BackOff, backOffOf } from "./back-off.ts";
import type { Opened } from "./former.ts";
import { Unreachable } from "./unreachable.ts";

/** Milliseconds between attempts, and for which a refusal holds at least. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 120_000;
const SHORTEST_REFUSAL = 15_000;

export interface AttemptsParts {
  readonly pair: Pair;
  /** Rejects with Unreachable. */
  readonly connect: (signal: AbortSignal) => Promise<Opened>;
  readonly opened: (opened: Opened) => void;
  /** `isNews`: the one before has not failed, or for something else. */
  readonly failed: (failure: Unreachable, isNews: boolean) => void;
  /** A pause is over. */
  readonly due: () => void;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  readonly log: Logger;
}

export class Attempts {
  readonly #parts: AttemptsParts;
  readonly #backOff: BackOff;
  #current: AbortController | undefined;
  #stopPause: (() => void) | undefined;
  #failure: Unreachable | undefined;
  #failedAt = 0;
  #refusedUntil = 0;

  constructor(parts: AttemptsParts) {
    this.#parts = parts;
    this.#backOff = backOffOf({ first: FIRST_PAUSE, longest: LONGEST_PAUSE, random: parts.random });
  }

  get isUnderWay(): boolean {
    return this.#current !== undefined;
  }

  /** Neither is one under way, nor is the next one waited for. */
  get isIdle(): boolean {
    return !this.#current && !this.#stopPause;
  }

  /** Why the last one failed, where nothing has worked since. */
  get failure(): Unreachable | undefined {
    return this.#failure;
  }

  /** Milliseconds since 1970: of the first one that failed. */
  get failedAt(): number {
    return this.#failedAt;
  }

  /** What the other server, or DNS, has just said. */
  get refusal(): Unreachable | undefined {
    const holds = this.#failure?.isFinal === true && this.#parts.clock.monotonic() < this.#refusedUntil;
    return holds ? this.#failure : undefined;
  }

  begin(): void {
    const attempt = new AbortController();
    this.#current = attempt;
    this.#parts.connect(attempt.signal).then(
      (opened) => {
        this.#current = undefined;
        this.#parts.opened(opened);
      },
      (error: unknown) => this.#failed(error),
    );
  }

  /** The next one is due after a pause, and not before. */
  pause(): void {
    this.endPause();
    this.#stopPause = this.#parts.clock.after(this.#backOff.next(), () => {
      this.#stopPause = undefined;
      this.#parts.due();
    });
  }

  endPause(): void {
    this.#stopPause?.();
    this.#stopPause = undefined;
  }

  /** The other server is reached, by whatever way. */
  forgetFailure(): void {
    this.#failure = undefined;
  }

  /** It has proven to be well: the next pause is a short one. */
  reset(): void {
    this.#backOff.reset();
  }

  abort(): void {
    this.endPause();
    this.#current?.abort();
  }

  #failed(error: unknown): void {
    const { clock, now, log, pair, failed } = this.#parts;
    this.#current = undefined;
    if (!(error instanceof Unreachable)) log.error({ event: "connecting-failed", ...pair, error });
    const mistake = (): Unreachable => new Unreachable("internal-server-error", false, "this server made a mistake");
    const failure = error instanceof Unreachable ? error : mistake();
    if (!this.#failure) this.#failedAt = now();
    const isNews = !this.#failure || this.#failure.obstacle?.kind !== failure.obstacle?.kind;
    this.#failure = failure;
    this.#refusedUntil = clock.monotonic() + SHORTEST_REFUSAL;
    failed(failure, isNews);
  }
}
