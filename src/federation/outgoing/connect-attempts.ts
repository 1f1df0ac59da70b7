/** Attempts to reach another server: one at a time, ever further apart as long as they fail. */
import type { Clock } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import type { DomainPair } from "../domain-pair.ts";
import { type BackOff, backOffOf } from "./back-off.ts";
import { ConnectError } from "./connect-error.ts";
import type { ConnectResult } from "./resumable-state.ts";

/** Milliseconds between attempts, and for which a refusal holds at least. */
const MIN_PAUSE = 1_000;
const MAX_PAUSE = 120_000;
const REFUSAL_TIME = 15_000;

export interface ConnectAttemptsDeps {
  readonly pair: DomainPair;
  /** Rejects with Unreachable. */
  readonly connect: (signal: AbortSignal) => Promise<ConnectResult>;
  readonly connected: (opened: ConnectResult) => void;
  /** `isNews`: the one before has not failed, or for something else. */
  readonly failed: (failure: ConnectError, isNew: boolean) => void;
  /** A pause is over. */
  readonly due: () => void;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  readonly log: Logger;
}

export class ConnectAttempts {
  readonly #deps: ConnectAttemptsDeps;
  readonly #backOff: BackOff;
  #current: AbortController | undefined;
  #stopPause: (() => void) | undefined;
  #failure: ConnectError | undefined;
  #failedAt = 0;
  #refusedUntil = 0;

  constructor(deps: ConnectAttemptsDeps) {
    this.#deps = deps;
    this.#backOff = backOffOf({ first: MIN_PAUSE, longest: MAX_PAUSE, random: deps.random });
  }

  get isConnecting(): boolean {
    return this.#current !== undefined;
  }

  /** Neither is one under way, nor is the next one waited for. */
  get isIdle(): boolean {
    return !this.#current && !this.#stopPause;
  }

  /** Why the last one failed, where nothing has worked since. */
  get failure(): ConnectError | undefined {
    return this.#failure;
  }

  /** Milliseconds since 1970: of the first one that failed. */
  get failedAt(): number {
    return this.#failedAt;
  }

  /** What the other server, or DNS, has just said. */
  get refusal(): ConnectError | undefined {
    const holds = this.#failure?.isFinal === true && this.#deps.clock.monotonic() < this.#refusedUntil;
    return holds ? this.#failure : undefined;
  }

  start(): void {
    const attempt = new AbortController();
    this.#current = attempt;
    this.#deps.connect(attempt.signal).then(
      (opened) => {
        this.#current = undefined;
        this.#deps.connected(opened);
      },
      (error: unknown) => this.#failed(error),
    );
  }

  /** The next one is due after a pause, and not before. */
  backOff(): void {
    this.cancelBackOff();
    this.#stopPause = this.#deps.clock.after(this.#backOff.next(), () => {
      this.#stopPause = undefined;
      this.#deps.due();
    });
  }

  cancelBackOff(): void {
    this.#stopPause?.();
    this.#stopPause = undefined;
  }

  /** The other server is reached, by whatever way. */
  clearFailure(): void {
    this.#failure = undefined;
  }

  /** It has proven to be well: the next pause is a short one. */
  resetBackOff(): void {
    this.#backOff.reset();
  }

  abort(): void {
    this.cancelBackOff();
    this.#current?.abort();
  }

  #failed(error: unknown): void {
    const { clock, now, log, pair, failed } = this.#deps;
    this.#current = undefined;
    if (!(error instanceof ConnectError)) log.error({ event: "connecting-failed", ...pair, error });
    const mistake = (): ConnectError => new ConnectError("internal-server-error", false, "this server made a mistake");
    const failure = error instanceof ConnectError ? error : mistake();
    if (!this.#failure) this.#failedAt = now();
    const isNews = !this.#failure || this.#failure.failureReason?.kind !== failure.failureReason?.kind;
    this.#failure = failure;
    this.#refusedUntil = clock.monotonic() + REFUSAL_TIME;
    failed(failure, isNews);
  }
}
