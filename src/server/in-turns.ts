/** Work that may be large, done in portions: accounts and domains take turns. */
import type { Jid } from "../jid/jid.ts";
import type { Database } from "../store/database.ts";
import type { Server } from "./module.ts";

export interface InTurnsDeps {
  readonly db: Pick<Database, "atomically" | "requiringSpace" | "isRequiringSpace">;
  readonly turns: Turns;
}

/** The scheduler (net/turns.ts): calls `task` whenever it is the owner's turn, until it returns false. */
export interface Turns {
  /** `isOver` says that the turn's time is used up. */
  take(owner: string, task: (isOver: () => boolean) => boolean): void;
}

/** For whom work is done: an account here; for others their domain, so that many addresses elsewhere get no more turns. */
export const turnOwner = (requester: Jid, domains: ReadonlySet<string>): string =>
  domains.has(requester.domain) ? requester.bare : requester.domain;

/** Each portion is all or nothing: what it has written and sent is undone where it throws. */
export function inTurnsOf({ db, turns }: InTurnsDeps): Server["inTurns"] {
  return <Result>(owner: string, work: Generator<void, Result>): Promise<Result> => {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    // Whether it needs free disk space is known now, while the stanza is handled that asks for it.
    const within = db.isRequiringSpace() ? db.requiringSpace : <T>(portion: () => T): T => portion();
    turns.take(owner, (isOver) => {
      try {
        const step = within(() => db.atomically(() => portionOf(work, isOver)));
        if (step.done) resolve(step.value);
        return !step.done;
      } catch (error) {
        reject(error);
        return false;
      }
    });
    return promise;
  };
}

/** As many steps as there is time for, at least one. */
function portionOf<Result>(work: Generator<void, Result>, isOver: () => boolean): IteratorResult<void, Result> {
  let step = work.next();
  while (!step.done && !isOver()) step = work.next();
  return step;
}

/** Does at most `steps` steps of `work` now, and the rest in turns for `owner`. Throws or rejects as `work` throws. */
export function nowOrInTurns<Result>(
  inTurns: Server["inTurns"],
  owner: string,
  work: Generator<void, Result>,
  steps = 100,
): Result | Promise<Result> {
  for (let done = 0; done < steps; done += 1) {
    const step = work.next();
    if (step.done) return step.value;
  }
  return inTurns(owner, work);
}
