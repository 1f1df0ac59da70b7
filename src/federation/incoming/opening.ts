/** When we begin to send over a stream that another server has opened (XEP-0288): once that server has said how it goes on. */
import type { Clock } from "../../clock.ts";
import type { Pair } from "../pair.ts";
import type { Suspension } from "./suspension.ts";

/** Milliseconds for a peer that is known to say whether it acknowledges what it is sent (XEP-0198), or goes on from before. */
const FIRST_WORD_TIME = 1000;

export interface OpeningParts {
  readonly suspension: Pick<Suspension, "holds" | "giveUp">;
  readonly clock: Clock;
  /** From now on, what is meant for the pair goes this way. */
  readonly open: (pair: Pair) => void;
}

export class Opening {
  readonly #parts: OpeningParts;
  /** The peer has not said how it goes on, or may resume what something was sent over. */
  #waiting: Pair[] = [];
  #isUnderWay = false;
  #cancel = (): void => {};

  constructor(parts: OpeningParts) {
    this.#parts = parts;
  }

  /** The stream speaks for this pair, too. */
  add(pair: Pair): void {
    this.#waiting.push(pair);
  }

  /** The peer may speak; if it has nothing to say, we do not wait for long. */
  listen(): void {
    this.#cancel();
    if (this.#isUnderWay) this.#openAll();
    else this.#cancel = this.#parts.clock.after(FIRST_WORD_TIME, () => this.goOn());
  }

  /** The peer goes on with nothing from before. */
  begin(): void {
    for (const pair of this.#waiting) this.#parts.suspension.giveUp(pair);
    this.goOn();
  }

  /** What may still be resumed waits, everything else does not. */
  goOn(): void {
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
    this.#waiting = waiting.filter((pair) => this.#parts.suspension.holds(pair));
    for (const pair of waiting) if (!this.#waiting.includes(pair)) this.#parts.open(pair);
  }
}
