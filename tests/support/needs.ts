/** External programs that a test needs: without them it is skipped with the reason, and in CI it fails. */
import { describe, test } from "bun:test";
import { existsSync } from "node:fs";

export interface TestWith {
  (title: string, body: () => void | Promise<void>, timeout?: number): void;
  each<Row extends readonly [unknown, ...unknown[]]>(
    rows: readonly Row[],
  ): (title: string, body: (...row: Row) => void | Promise<void>) => void;
  each<Row>(rows: readonly Row[]): (title: string, body: (row: Row) => void | Promise<void>) => void;
}

/** `test`, where every program (a name on the PATH, or an absolute path) is installed. */
export function testWith(programs: readonly string[]): TestWith {
  const missing = missingOf(programs);
  if (missing.length === 0) return test as TestWith;
  const reason = `not installed: ${missing.join(", ")}`;
  const unmet = (title: string): void => {
    if (process.env.CI !== "true") test.skip(`${title} (${reason})`, () => {});
    else
      test(title, () => {
        throw new Error(reason);
      });
  };
  return Object.assign(unmet, { each: () => unmet });
}

/** The same for a group of tests; in CI they fail by themselves. */
export function describeWith(programs: readonly string[]): (title: string, body: () => void) => void {
  const missing = missingOf(programs);
  if (missing.length === 0 || process.env.CI === "true") return describe;
  return (title, body) => describe.skip(`${title} (not installed: ${missing.join(", ")})`, body);
}

const missingOf = (programs: readonly string[]): readonly string[] =>
  programs.filter((program) => (program.startsWith("/") ? !existsSync(program) : Bun.which(program) === null));
