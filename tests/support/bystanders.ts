/** Asserts that other users are served, and memory stays bounded, while something hostile happens. */
import { expect } from "bun:test";
import type { Bystanders } from "./hostile.ts";
import type { ServerProcess } from "./process/server-process.ts";

/** How much the server may compute while a word is under way between bystanders, in milliseconds of CPU. */
const MAX_CHAT_CPU_MS = 2000;
/** How much more memory may be held than before, in bytes: garbage that was not collected yet included. */
const MAX_GROWTH_BYTES = 250_000_000;

/** Does `work` while `others` chat; fails where they had to wait, or where the server has grown beyond the bound. FIGURES=1 tells how much. */
export type WithoutDisturbing = (work: () => Promise<void>) => Promise<void>;

/** What the server holds now is what it may go beyond only so far. */
export function withoutDisturbing(others: Bystanders, server: ServerProcess): WithoutDisturbing {
  const before = server.memory();
  return async (work) => {
    let held = 0;
    const watch = setInterval(() => {
      held = Math.max(held, server.memory());
    }, 50);
    const most = await others.chatDuring(work).finally(() => clearInterval(watch));
    const grown = held - before;
    if (process.env.FIGURES) console.log({ most, grown });
    expect(most).toBeLessThan(MAX_CHAT_CPU_MS);
    expect(grown).toBeLessThan(MAX_GROWTH_BYTES);
  };
}
