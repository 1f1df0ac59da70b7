/** Counts of tests, from the last lines of `bun test`. */

export interface Summary {
  /** "12 passed, 0 failed", with ", 3 skipped" if any were. */
  readonly line: string;
  readonly failed: number;
}

/** `tail` is the end of bun's output, `exit` its exit code: an aborted run counts as a failure. */
export function summaryOf(tail: string, exit: number): Summary {
  const plain = tail.replaceAll(/\u001b\[[\d;]*m/g, "");
  const count = (label: string): number =>
    Number(new RegExp(`^ *(\\d+) ${label}$`, "m").exec(lastBlock(plain))?.[1] ?? 0);
  const skipped = count("skip") + count("todo");
  const failed = Math.max(count("fail"), exit === 0 ? 0 : 1);
  return { failed, line: `${count("pass")} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}` };
}

/** The lines between the last empty line and "Ran N tests", since output of tests may look like a summary. */
function lastBlock(text: string): string {
  const end = text.lastIndexOf("\nRan ");
  return end < 0 ? "" : text.slice(text.lastIndexOf("\n\n", end), end);
}
