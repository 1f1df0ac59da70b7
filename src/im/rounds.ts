/** What many have to hear: the first few of them at once, the others in turn with what is asked meanwhile. */
import type { Logger } from "../log.ts";
import type { Server } from "../server/module.ts";

/** How many steps are done at once, so that a family's roster is done with its stanza. */
const MAX_STEPS_AT_ONCE = 10;

export interface RoundsParts extends Pick<Server, "inTurns"> {
  readonly db: Pick<Server["db"], "afterCommit">;
  readonly log: Pick<Logger, "error">;
}

export class Rounds {
  readonly #parts: RoundsParts;
  readonly #underway = new Set<Generator<void>>();
  #isStopping = false;

  constructor(parts: RoundsParts) {
    this.#parts = parts;
  }

  /**
   * Begins for an account (a bare JID); each `yield` of `work` ends a step. What is left after the first few waits until the
   * stanza at hand is committed, and is forgotten with it: what was read before a `yield` may have changed after it.
   */
  begin(owner: string, work: Generator<void>): void {
    for (let steps = 0; steps < MAX_STEPS_AT_ONCE || this.#isStopping; steps++) if (work.next().done) return;
    this.#parts.db.afterCommit(() => this.#goOn(owner, work));
  }

  /** The server is about to stop: what is underway is done now, and what begins from now on is done at once. */
  stop(): void {
    this.#isStopping = true;
    for (const work of this.#underway) finish(work);
  }

  #goOn(owner: string, work: Generator<void>): void {
    if (this.#isStopping) return finish(work);
    this.#underway.add(work);
    this.#parts
      .inTurns(owner, work)
      .catch((error) => this.#parts.log.error({ event: "round-failed", account: owner, error }))
      .finally(() => this.#underway.delete(work));
  }
}

function finish(work: Generator<void>): void {
  while (!work.next().done);
}
