/** What the tests of this folder share. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder that is removed at the end of the test. */
export function temporaryFolder(): Disposable & { readonly path: string; file(name: string): string } {
  const path = mkdtempSync(join(tmpdir(), "store-"));
  return {
    path,
    file: (name) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** An fsync that a test ends: `finish()` ends the oldest one. */
export function slowDisk(): { sync(): Promise<void>; finish(error?: Error): Promise<void>; readonly running: number } {
  const running: PromiseWithResolvers<void>[] = [];
  return {
    sync: () => {
      const one = Promise.withResolvers<void>();
      running.push(one);
      return one.promise;
    },
    finish: async (error) => {
      const one = running.shift();
      if (error) one?.reject(error);
      else one?.resolve();
      await nextTick();
    },
    get running() {
      return running.length;
    },
  };
}

/** Resolves in a later turn of the event loop, after what this one has left to do. */
export const nextTick = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
