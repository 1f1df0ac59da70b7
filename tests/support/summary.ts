/** How many tests there were, from what `bun test` says at its end. */

export interface Summary {
  /** "12 passed, 0 failed", and ", 3 skipped" where there were any. */
  readonly line: string;
  readonly failed: number;
}

/** `tail` is the end of what bun wrote, `exit` its exit code: a run that broke off counts as a failure. */
export function summaryOf(tail: string, exit: number): Summary {
  const plain = tail.replaceAll(/\u001b\[[\d;]*m/g, "");
  const count = (word: string): number =>
    Number(new RegExp(`^ *(\\d+) ${word}$`, "m").exec(lastBlock(plain))?.[1] ?? 0);
  const skipped = count("skip") + count("todo");
  const failed = Math.max(count("fail"), exit === 0 ? 0 : 1);
  return { failed, line: `${count("pass")} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}` };
}

/** What stands after the last empty line before "Ran N tests": a test's own output may look like a summary. */
function lastBlock(text: string): string {
  const end = text.lastIndexOf("\nRan ");
  return end < 0 ? "" : text.slice(text.lastIndexOf("\n\n", end), end);
}
