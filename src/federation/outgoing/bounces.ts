/** Much of the same, done a portion at a time: others have their turn in between. */

/** Of what takes well under a millisecond each. */
const PORTION = 50;

export class Portions {
  #waiting: (() => void)[] = [];
  /** How many more may be done in this turn of the event loop. */
  #room = PORTION;
  #isTurnAwaited = false;

  /** Done at once where little has been done in this turn, otherwise in one of the next, in order. */
  add(work: () => void): void {
    this.#waiting.push(work);
    this.#goOn();
  }

  /** What has not been done by now never is. */
  stop(): void {
    this.#waiting = [];
  }

  #goOn(): void {
    const due = this.#waiting.splice(0, this.#room);
    this.#room -= due.length;
    if (!this.#isTurnAwaited) {
      this.#isTurnAwaited = true;
      setImmediate(() => this.#begin());
    }
    for (const work of due) work();
  }

  #begin(): void {
    this.#isTurnAwaited = false;
    this.#room = PORTION;
    if (this.#waiting.length > 0) this.#goOn();
  }
}
