/** The largest number of small elements that one stanza may have. */
import type { AttackContext } from "./attack-context.ts";
import type { Attacker } from "./attacker.ts";

/** What half a megabyte holds; and what stays under a weight of four times as much, in 256 bytes an element and its own. */
const COUNTS = [120_000, 6000];

/**
 * Plays with the most elements, by sessions that `enter` opens; where the first stream is ended for it, again with what is
 * let in. Resolves with what was answered.
 */
export async function heavy(
  stage: AttackContext,
  enter: () => Promise<readonly Attacker[]>,
  play: (attackers: readonly Attacker[], elements: string) => Promise<void>,
): Promise<string> {
  const answered: string[] = [];
  for (const count of COUNTS) {
    const attackers = await enter();
    if (count === COUNTS[0]) await stage.begins();
    await play(attackers, "<a/>".repeat(count));
    const isRefused = attackers.some(({ isOver }) => isOver);
    const words = new Set(attackers.map((attacker) => attacker.answers()));
    answered.push(`${count.toLocaleString("en")} elements: ${[...words].slice(0, 3).join(" / ")}`);
    for (const attacker of attackers) attacker.leaves();
    if (!isRefused) break;
  }
  return answered.join("; ");
}
