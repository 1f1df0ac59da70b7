/** Asserts that other users are served, and memory stays bounded, while something hostile happens. */
import { expect } from "bun:test";
import type { Bystanders } from "./hostile.ts";
import type { ServerProcess } from "./process/server-process.ts";

/** How long a word may take between bystanders, in milliseconds: a thousand times what it usually does. */
const MAX_CHAT_DELAY_MS = 2000;
/** How much more memory may be held than before, in bytes: garbage that was not collected yet included. */
const MAX_GROWTH_BYTES = 250_000_000;

/** Does `work` while `others` chat; fails where they had to wait, or where the server has grown beyond the bound. FIGURES=1 tells how much. */
export type WithoutDisturbing = (work: () => Promise<void>) => Promise<void>;

/** What the server holds now is what it may go beyond only so far. */
export function withoutDisturbing(others: Bystanders, server: ServerProcess): WithoutDisturbing {
  const before = server.memory();
  return async (work) => {
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, server.memory());
    }, 50);
    const began = performance.now();
    const slowest = await others.chatDuring(work).finally(() => clearInterval(watch));
    const grown = most - before;
    if (process.env.FIGURES) console.log({ ms: performance.now() - began, slowest, grown });
    expect(slowest).toBeLessThan(MAX_CHAT_DELAY_MS);
    expect(grown).toBeLessThan(MAX_GROWTH_BYTES);
  };
}
