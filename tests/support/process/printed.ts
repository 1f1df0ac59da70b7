/** What verbs print with --json is what they declare: checked wherever a test runs one. */
import { FAILURE } from "../../../src/command/json/failure-schema.ts";
import { mistakesIn } from "../../../src/command/json/mistakes.ts";
import { either, type Schema } from "../../../src/command/json/schema.ts";
import { findVerb } from "../../../src/command/verb-table.ts";
import { verbs } from "../../../src/command/verbs.ts";

const verbOf = (first: string, second: string | undefined) =>
  Object.hasOwn(verbs, `${first} ${second}`) || Object.hasOwn(verbs, first)
    ? findVerb([first, second ?? ""], verbs)
    : undefined;

/**
 * `command`: with --json, with or without what stands in front of the verb. Rejects where `out` is not what the verb declares; what is
 * no command of a verb is left alone.
 */
export async function checkPrinted(command: readonly string[], out: string): Promise<void> {
  if (out.trim() === "") return;
  const found = command.map((word, index) => verbOf(word, command[index + 1])).find((each) => each);
  const { name, prints, printsLines } = (await found?.load()) ?? {};
  if (!prints) return;
  const forms: readonly Schema[] = [FAILURE, prints, ...(printsLines ? [printsLines] : [])];
  const mistakes = valuesIn(out, printsLines !== undefined).flatMap((value) => mistakesIn(either(forms), value));
  if (mistakes.length > 0) throw new Error(`${name} --json prints what it does not declare: ${mistakes.join("; ")}`);
}

/** One value, or one in each whole line. Throws where it is no JSON. */
function valuesIn(out: string, mayBeLines: boolean): readonly unknown[] {
  try {
    return [JSON.parse(out)];
  } catch (error) {
    const lines = out.split("\n").slice(0, -1);
    if (!mayBeLines || lines.length === 0) throw error;
    return lines.map((line) => JSON.parse(line));
  }
}
