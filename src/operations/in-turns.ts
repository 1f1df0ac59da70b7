/** Operations on many things let others in between. */
import type { Jid } from "../jid/jid.ts";
import type { Server } from "../server/module.ts";

/** Does `work` for one after the other, in turns with what others ask for. Rejects with what `work` throws. */
export function forEachInTurns<One>(
  inTurns: Server["inTurns"],
  by: Jid | undefined,
  all: Iterable<One>,
  work: (one: One) => void,
): Promise<void> {
  function* portions(): Generator<void, void> {
    for (const one of all) {
      work(one);
      yield;
    }
  }
  return inTurns(by?.bare ?? "", portions());
}
