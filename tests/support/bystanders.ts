/** Asserts that other users are served, and memory stays bounded, while something hostile happens. */
import { expect } from "bun:test";
import type { Bystanders } from "./hostile.ts";
import type { ServerProcess } from "./process/server-process.ts";

/** Milliseconds of the server's CPU while a message between bystanders is in flight. */
const MAX_CHAT_CPU_MS = 2000;
/** How much memory may grow, in bytes, uncollected garbage included. */
const MAX_GROWTH_BYTES = 250_000_000;

/** Runs `work` while `others` chat. Fails where the server used too much CPU before a message arrived, or memory grew beyond the bound; FIGURES=1 prints both. */
export type WithoutDisturbing = (work: () => Promise<void>) => Promise<void>;

/** Memory growth is measured from this call on. */
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
