/** An import into the server that is running: one that is under way ends with it. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { lazy } from "../lazy.ts";
import type { ImportOperations } from "../operations/import-live.ts";
import { STAGED } from "../operations/import-staged.ts";
import type { LiveImportDeps } from "./import.ts";

const importFile = lazy((): typeof import("./import.ts") => require("./import.ts"));

export interface LiveImport {
  readonly operations: ImportOperations;
  /** Ends the one that is under way; resolves when it has. What has been stored stays. */
  readonly stop: () => Promise<void>;
}

export function openLiveImport(deps: LiveImportDeps): LiveImport {
  // A server that was killed had a file on its way.
  rmSync(join(deps.home.directory, STAGED), { force: true });
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const imports = lazy(() => importFile().liveImportOperations(deps));
  return {
    operations: {
      start: (order) => {
        const steps = imports().start(order);
        return (onStep, signal) => {
          const done = steps(onStep, AbortSignal.any([signal, stopping.signal]));
          running.add(done);
          return done.finally(() => running.delete(done));
        };
      },
      take: (...given) => imports().take(...given),
      takeBytes: (...given) => imports().takeBytes(...given),
      end: (...given) => imports().end(...given),
      told: (...given) => imports().told(...given),
    },
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(running);
    },
  };
}
