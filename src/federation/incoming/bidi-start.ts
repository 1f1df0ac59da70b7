/** When we begin to send over a stream that another server has opened (XEP-0288): once that server has said how it goes on. */
import type { Clock } from "../../clock.ts";
import type { DomainPair } from "../domain-pair.ts";
import type { ResumableStreams } from "./resumable-streams.ts";

/** Milliseconds for a peer that is known to say whether it acknowledges what it is sent (XEP-0198), or goes on from before. */
const START_DELAY = 1000;

export interface BidiStartDeps {
  readonly resumableStreams: Pick<ResumableStreams, "isAwaited" | "releaseAll">;
  readonly clock: Clock;
  /** From now on, what is meant for the pair goes this way. */
  readonly start: (pair: DomainPair) => void;
}

export class BidiStart {
  readonly #deps: BidiStartDeps;
  /** The peer has not said how it goes on, or may resume what something was sent over. */
  #waiting: DomainPair[] = [];
  #isUnderWay = false;
  #cancel = (): void => {};

  constructor(deps: BidiStartDeps) {
    this.#deps = deps;
  }

  /** The stream speaks for this pair, too. */
  add(pair: DomainPair): void {
    this.#waiting.push(pair);
  }

  /** The peer may speak; if it has nothing to say, we do not wait for long. */
  peerReady(): void {
    this.#cancel();
    if (this.#isUnderWay) this.#openAll();
    else this.#cancel = this.#deps.clock.after(START_DELAY, () => this.peerResumed());
  }

  /** The peer goes on with nothing from before. */
  peerStartedAnew(): void {
    for (const pair of this.#waiting) this.#deps.resumableStreams.releaseAll(pair);
    this.peerResumed();
  }

  /** What may still be resumed waits, everything else does not. */
  peerResumed(): void {
    this.#isUnderWay = true;
    this.#cancel();
    this.#openAll();
  }

  /** The stream is gone. */
  stop(): void {
    this.#cancel();
    this.#waiting = [];
  }

  #openAll(): void {
    const waiting = this.#waiting;
    this.#waiting = waiting.filter((pair) => this.#deps.resumableStreams.isAwaited(pair));
    for (const pair of waiting) if (!this.#waiting.includes(pair)) this.#deps.start(pair);
  }
}
