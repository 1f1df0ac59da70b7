/** Stanzas to many contacts: the first few are sent at once, the others in turns with other work. */
import type { Logger } from "../log.ts";
import type { Server } from "../server/module.ts";

/** So that a small roster is done together with the stanza at hand. */
const MAX_STEPS_AT_ONCE = 10;

export interface FanOutDeps extends Pick<Server, "inTurns"> {
  readonly db: Pick<Server["db"], "afterCommit">;
  readonly log: Pick<Logger, "error">;
}

export class FanOut {
  readonly #deps: FanOutDeps;
  readonly #underway = new Set<Generator<void>>();
  #isStopping = false;

  constructor(deps: FanOutDeps) {
    this.#deps = deps;
  }

  /**
   * Starts work for an account (a bare JID); each `yield` ends a step. What is left after the first few steps waits until the
   * stanza at hand is committed, and is forgotten if it is rolled back. What was read before a `yield` may have changed after it.
   */
  start(owner: string, work: Generator<void>): void {
    for (let steps = 0; steps < MAX_STEPS_AT_ONCE || this.#isStopping; steps++) if (work.next().done) return;
    this.#deps.db.afterCommit(() => this.#goOn(owner, work));
  }

  /** The server is about to stop: finishes what is underway, and from now on does everything at once. */
  stop(): void {
    this.#isStopping = true;
    for (const work of this.#underway) finish(work);
  }

  #goOn(owner: string, work: Generator<void>): void {
    if (this.#isStopping) return finish(work);
    this.#underway.add(work);
    this.#deps
      .inTurns(owner, work)
      .catch((error) => this.#deps.log.error({ event: "round-failed", account: owner, error }))
      .finally(() => this.#underway.delete(work));
  }
}

function finish(work: Generator<void>): void {
  while (!work.next().done);
}
