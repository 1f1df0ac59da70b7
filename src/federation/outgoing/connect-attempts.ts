/** The connection attempts of a route: one at a time, ever further apart as long as they fail. */
import type { Clock } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import type { DomainPair } from "../domain-pair.ts";
import { ConnectError } from "./connect-error.ts";
import type { ConnectResult } from "./session.ts";

/** Milliseconds between attempts: doubled with each failure. */
const MIN_PAUSE = 1_000;
const MAX_PAUSE = 120_000;
/** Milliseconds after which a transport has proven that the other server works. */
const HEALTHY_AFTER = 60_000;
/** Milliseconds for which a final failure is told to senders without another attempt. */
const REFUSAL_TIME = 15_000;

export interface ConnectAttemptsDeps {
  readonly pair: DomainPair;
  /** Rejects with ConnectError. */
  readonly connect: (signal: AbortSignal) => Promise<ConnectResult>;
  readonly connected: (result: ConnectResult) => void;
  /** `isNew`: the attempt before has not failed, or for another reason. */
  readonly failed: (error: ConnectError, isNew: boolean) => void;
  /** The pause after a failure is over. */
  readonly due: () => void;
  readonly clock: Clock;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  readonly log: Logger;
}

export class ConnectAttempts {
  readonly #deps: ConnectAttemptsDeps;
  #current: AbortController | undefined;
  #stopPause: (() => void) | undefined;
  /** Since an attempt has last succeeded. */
  #failures = 0;
  #failure: ConnectError | undefined;
  /** By the clock that only grows. */
  #failedAt = 0;
  #refusedUntil = 0;
  #reachedAt = 0;

  constructor(deps: ConnectAttemptsDeps) {
    this.#deps = deps;
  }

  get isConnecting(): boolean {
    return this.#current !== undefined;
  }

  get isBackingOff(): boolean {
    return this.#stopPause !== undefined;
  }

  /** Why the last attempt failed, where the other server has not been reached since. */
  get failure(): ConnectError | undefined {
    return this.#failure;
  }

  /** When the first of the failed attempts failed, in milliseconds since 1970, by the clock as it is set now. */
  get failedAt(): number {
    const { clock } = this.#deps;
    return clock.now() - (clock.monotonic() - this.#failedAt);
  }

  /** What the other server, or DNS, has said within the last seconds. */
  get refusal(): ConnectError | undefined {
    const isRecent = this.#deps.clock.monotonic() < this.#refusedUntil;
    return this.#failure?.isFinal === true && isRecent ? this.#failure : undefined;
  }

  start(): void {
    const attempt = new AbortController();
    this.#current = attempt;
    this.#deps.connect(attempt.signal).then(
      (result) => {
        this.#current = undefined;
        this.#deps.connected(result);
      },
      (error: unknown) => this.#failed(error),
    );
  }

  /** `due` follows after a pause: between half and all of the time that the number of failures amounts to. */
  backOff(): void {
    this.cancelBackOff();
    const pause = Math.min(MIN_PAUSE * 2 ** this.#failures, MAX_PAUSE);
    this.#failures += 1;
    this.#stopPause = this.#deps.clock.after(pause * (0.5 + this.#deps.random() / 2), () => {
      this.#stopPause = undefined;
      this.#deps.due();
    });
  }

  cancelBackOff(): void {
    this.#stopPause?.();
    this.#stopPause = undefined;
  }

  /** The other server is reached, over whichever transport. */
  reached(): void {
    this.#failure = undefined;
    this.#reachedAt = this.#deps.clock.monotonic();
  }

  /** The transport has ended. */
  lost(): void {
    if (this.#deps.clock.monotonic() - this.#reachedAt > HEALTHY_AFTER) this.resetBackOff();
  }

  /** The other server has proven to work: the next pause is a short one. */
  resetBackOff(): void {
    this.#failures = 0;
  }

  abort(): void {
    this.cancelBackOff();
    this.#current?.abort();
  }

  #failed(thrown: unknown): void {
    const { clock, log, pair, failed } = this.#deps;
    this.#current = undefined;
    if (!(thrown instanceof ConnectError)) log.error({ event: "connecting-failed", ...pair, error: thrown });
    const ofOurs = (): ConnectError => new ConnectError("internal-server-error", false, "this server made a mistake");
    const error = thrown instanceof ConnectError ? thrown : ofOurs();
    if (!this.#failure) this.#failedAt = clock.monotonic();
    const isNew = !this.#failure || this.#failure.failureReason?.kind !== error.failureReason?.kind;
    this.#failure = error;
    this.#refusedUntil = clock.monotonic() + REFUSAL_TIME;
    failed(error, isNew);
  }
}
