/** The largest number of small elements that one stanza may have. */
import type { AttackContext } from "./attack-context.ts";
import type { Attacker } from "./attacker.ts";

/** Elements that fit into half a megabyte; and elements below a weight of four times that, at 256 bytes each and their own. */
const COUNTS = [120_000, 6000];

/**
 * Runs with the most elements, by sessions that `enter` opens; where the first stream is ended for it, again with the
 * number below the limit. Resolves with the answers.
 */
export async function withMostElements(
  context: AttackContext,
  enter: () => Promise<readonly Attacker[]>,
  run: (attackers: readonly Attacker[], elements: string) => Promise<void>,
): Promise<string> {
  const answered: string[] = [];
  for (const count of COUNTS) {
    const attackers = await enter();
    if (count === COUNTS[0]) await context.startMeasurement();
    await run(attackers, "<a/>".repeat(count));
    const isRefused = attackers.some(({ isOver }) => isOver);
    const outcomes = new Set(attackers.map((attacker) => attacker.answerSummary()));
    answered.push(`${count.toLocaleString("en")} elements: ${[...outcomes].slice(0, 3).join(" / ")}`);
    for (const attacker of attackers) attacker.leaves();
    if (!isRefused) break;
  }
  return answered.join("; ");
}
