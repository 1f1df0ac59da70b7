/** Work that may be large: what is little of it is done at once, the rest in turn with what others ask for. */
import type { Server } from "../../../server/module.ts";

/** So many steps are little. */
const FEW = 100;

/** Does `few` steps now, and the rest in turns for `owner`, a bare JID. Throws or rejects as `work` throws. */
export function inPortions<Result>(
  inTurns: Server["inTurns"],
  owner: string,
  work: Generator<void, Result>,
  few = FEW,
): Result | Promise<Result> {
  for (let steps = 0; steps < few; steps += 1) {
    const step = work.next();
    if (step.done) return step.value;
  }
  return inTurns(owner, work);
}
