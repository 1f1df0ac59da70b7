/** What failing tests said, from the output of `bun test`, to be repeated where a long run ends. */

/** Lines kept before each failure: an error with the place in the code where it was thrown. */
const MAX_LINES = 60;
const MAX_LINE_LENGTH = 1000;
/** Failures that are repeated. */
const MAX_FAILURES = 20;

const RESULT = /^\((?:pass|fail|skip|todo)\) /;
const FILE = /^\S+\.test\.ts:$/;

export interface Failures {
  /** A line of output, coloured or not. */
  add(line: string): void;
  /** Each failure with its file and the last lines before it; empty without failures. */
  readonly text: string;
}

/** Lines are read in their order: a test's output stands before its result, below the name of its file. */
export function openFailures(): Failures {
  const failures: string[] = [];
  const seen = new Set<string>();
  let file = "";
  let before: string[] = [];
  return {
    add: (line) => {
      const plain = line.replaceAll(/\u001b\[[\d;]*m/g, "").slice(0, MAX_LINE_LENGTH);
      if (FILE.test(plain)) {
        file = plain;
        before = [];
      } else if (RESULT.test(plain)) {
        // Bun names them once more at its end, without what they said.
        const isNew = plain.startsWith("(fail)") && !seen.has(plain);
        if (isNew && failures.length < MAX_FAILURES) failures.push([file, ...before, plain].join("\n"));
        seen.add(plain);
        before = [];
      } else {
        before.push(plain);
        if (before.length > MAX_LINES) before.shift();
      }
    },
    get text() {
      return failures.map((failure) => `${failure}\n`).join("\n");
    },
  };
}
