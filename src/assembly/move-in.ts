/** Moving in from another server: those that are under way end with the server. */
import { lazy } from "../lazy.ts";
import type { MoveInOperations } from "../operations/move-in.ts";
import { openMoveInJournal } from "../operations/move-in-journal.ts";
import type { MoveInAssemblyDeps } from "./move-in-calls.ts";

const callsFile = lazy((): typeof import("./move-in-calls.ts") => require("./move-in-calls.ts"));

export interface MoveIn {
  readonly operations: MoveInOperations;
  /** Ends those that are under way; resolves when they have. What was copied stays. */
  readonly stop: () => Promise<void>;
}

export function openMoveIn(deps: MoveInAssemblyDeps): MoveIn {
  const journal = openMoveInJournal(deps.db, deps.accounts);
  const calls = lazy(() => callsFile().openMoveInCalls(deps, journal));
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  return {
    operations: {
      start: (order) => {
        const run = calls().start(order);
        return (onStep, signal) => {
          const done = run(onStep, AbortSignal.any([signal, stopping.signal]));
          running.add(done);
          return done.finally(() => running.delete(done));
        };
      },
    },
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(running);
    },
  };
}
