/** Work that may be large is done in portions, in turn with what others ask for. */
import type { Turns } from "../net/turns.ts";
import type { Database } from "../store/database.ts";
import type { Server } from "./module.ts";

export interface InTurnsDeps {
  readonly db: Pick<Database, "atomically" | "requiringSpace" | "isRequiringSpace">;
  readonly turns: Pick<Turns, "take">;
}

/** Each portion is all or nothing: what it has written and sent is forgotten where it throws. */
export function inTurnsOf({ db, turns }: InTurnsDeps): Server["inTurns"] {
  return <Result>(owner: string, work: Generator<void, Result>): Promise<Result> => {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    // Whether it takes something new is known now, where the stanza is at hand that asks for it.
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

/** As much as there is time for, and at least up to the next `yield`. */
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
