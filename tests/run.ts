/** Runs the tests and ends with one plain line: how many passed, failed and were skipped. */
import { join } from "node:path";
import { openFailures } from "./support/failures.ts";
import { summaryOf } from "./support/summary.ts";

/** Characters of the last lines, where bun prints its counts. */
const TAIL_LENGTH = 4096;

/**
 * Milliseconds for a test without a timeout of its own: more than any wait in it, each of which rejects with what it
 * waited for. When bun ends a test, it ends the processes of the whole file.
 */
const TEST_TIMEOUT_MS = 60_000;

/** Processes that share the files: most tests wait for other programs, one more uses the time. */
const WORKERS = 2;

const wanted = process.argv.slice(2);
const places = wanted.length > 0 ? wanted : ["./src", "./installer", "./tests"];
const options = [`--timeout=${TEST_TIMEOUT_MS}`, `--parallel=${WORKERS}`, "--no-isolate"];
const tests = Bun.spawn([process.execPath, "test", ...options, ...places], {
  cwd: join(import.meta.dir, ".."),
  stdin: "ignore",
  stdout: "inherit",
  stderr: "pipe",
  env: { ...process.env, ...(process.stderr.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: "1" } : {}) },
});

const failures = openFailures();
let tail = "";
let line = "";
const decoder = new TextDecoder();
for await (const chunk of tests.stderr) {
  process.stderr.write(chunk);
  const text = decoder.decode(chunk, { stream: true });
  tail = (tail + text).slice(-TAIL_LENGTH);
  const lines = (line + text).split("\n");
  line = lines.pop() ?? "";
  for (const whole of lines) failures.add(whole);
}
const exit = await tests.exited;
const { line: summary, failed } = summaryOf(tail, exit);
// Only the end of a long run is looked at.
if (failures.text !== "") console.log(`\nWhat failed, and what it said:\n\n${failures.text}`);
console.log(summary);
process.exitCode = exit === 0 && failed > 0 ? 1 : exit;
