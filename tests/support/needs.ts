/** External programs that a test needs: without them it is skipped by name, and in CI it fails. */
import { test } from "bun:test";
import { existsSync } from "node:fs";

/** `test`, where every program (a name on the PATH, or an absolute path) is there. */
export function testWith(
  programs: readonly string[],
): (title: string, body: () => Promise<void>, timeout?: number) => void {
  const missing = programs.filter((program) =>
    program.startsWith("/") ? !existsSync(program) : Bun.which(program) === null,
  );
  if (missing.length === 0) return test;
  if (process.env.CI === "true") {
    return (title) =>
      test(title, () => {
        throw new Error(`not installed: ${missing.join(", ")}`);
      });
  }
  return (title) => test.skip(`${title} (not installed: ${missing.join(", ")})`, () => {});
}
