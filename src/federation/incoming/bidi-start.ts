/** XEP-0288: when stanzas are first sent over a stream of another server: once that has resumed another one, or does not. */
import type { Clock } from "../../clock.ts";
import type { DomainPair } from "../domain-pair.ts";
import type { ResumableStreams } from "./resumable-streams.ts";

/** Milliseconds for a peer that is verified to enable XEP-0198, or to resume a stream. */
const START_DELAY = 1000;

export interface BidiStartDeps {
  readonly resumableStreams: Pick<ResumableStreams, "isAwaited" | "releaseAll">;
  readonly clock: Clock;
  /** From now on stanzas of the pair are sent over the stream. */
  readonly start: (pair: DomainPair) => void;
}

export class BidiStart {
  readonly #deps: BidiStartDeps;
  /** The pairs for which nothing is sent yet. */
  #waiting: DomainPair[] = [];
  #hasStarted = false;
  #stopTimer = (): void => {};

  constructor(deps: BidiStartDeps) {
    this.#deps = deps;
  }

  /** The stream is verified for this pair. */
  add(pair: DomainPair): void {
    this.#waiting.push(pair);
  }

  /** The peer can send: from now on it is waited for no longer than `START_DELAY`. */
  peerReady(): void {
    this.#stopTimer();
    if (this.#hasStarted) this.#startAll();
    else this.#stopTimer = this.#deps.clock.after(START_DELAY, () => this.start());
  }

  /** The peer has sent something else than <resume/>: it resumes nothing. */
  peerStartedAnew(): void {
    for (const pair of this.#waiting) this.#deps.resumableStreams.releaseAll(pair);
    this.start();
  }

  /** Starts with the pairs of which no stream can be resumed any more; the others follow. */
  start(): void {
    this.#hasStarted = true;
    this.#stopTimer();
    this.#startAll();
  }

  /** The stream has ended. */
  stop(): void {
    this.#stopTimer();
    this.#waiting = [];
  }

  #startAll(): void {
    const waiting = this.#waiting;
    this.#waiting = waiting.filter((pair) => this.#deps.resumableStreams.isAwaited(pair));
    for (const pair of waiting) if (!this.#waiting.includes(pair)) this.#deps.start(pair);
  }
}
