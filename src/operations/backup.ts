/** Operation: a backup of the whole home, made while the server runs. */
import { hostname } from "node:os";
import { BackupError } from "../backup/backup-error.ts";
import type { PackDeps, Packed } from "../backup/pack.ts";
import { clearWork } from "../backup/work-folder.ts";
import { lazy } from "../lazy.ts";
import { OperationError } from "../operation-error.ts";
import { version } from "../version.ts";

const packFile = lazy((): typeof import("../backup/pack.ts") => require("../backup/pack.ts"));

export interface BackupOperations {
  /**
   * Everything of the home, fixed when this resolves; the next one is made when it has been disposed of, or read to its end.
   * `beforeUpdate`: the version that is to be installed, where it is made because of that.
   * Rejects with OperationError backup-runs, backup-no-room, backup-damaged.
   */
  readonly make: (beforeUpdate?: string) => Promise<Packed>;
}

export interface BackupDeps extends Pick<PackDeps, "home" | "database" | "backups" | "reserve" | "domains"> {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function backupOperations({ now, ...deps }: BackupDeps): BackupOperations {
  let isRunning = false;
  clearWork(deps.home);
  return {
    make: async (beforeUpdate) => {
      if (isRunning) throw new OperationError("backup-runs", {});
      isRunning = true;
      try {
        const packed = await packFile().pack({ ...deps, version, created: now(), host: hostname(), beforeUpdate });
        const ended = async (): Promise<void> => {
          await packed[Symbol.asyncDispose]();
          isRunning = false;
        };
        return {
          manifest: packed.manifest,
          content: () => endingWith(packed.content(), ended),
          [Symbol.asyncDispose]: ended,
        };
      } catch (error) {
        isRunning = false;
        throw operationError(error);
      }
    },
  };
}

function operationError(error: unknown): unknown {
  if (!(error instanceof BackupError)) return error;
  const { problem } = error;
  if (problem.kind === "no-room") return new OperationError("backup-no-room", problem);
  if (problem.kind === "database-damaged") return new OperationError("backup-damaged", { why: problem.why });
  return error;
}

/** The same bytes; `ended` is called when nobody reads them any more. */
function endingWith(content: ReadableStream<Uint8Array>, ended: () => Promise<void>): ReadableStream<Uint8Array> {
  const reader = content.getReader();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        await ended();
        controller.close();
      } catch (error) {
        await ended();
        throw error;
      }
    },
    cancel: async (reason) => {
      await reader.cancel(reason);
      await ended();
    },
  });
}
