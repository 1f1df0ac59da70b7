/** RFC 2782: in which order the targets of SRV records are tried. */
import type { SrvValue } from "./resolver.ts";

/**
 * The lowest priority first; within one, by lot: whoever has twice the weight comes first twice as often. `random` is from 0
 * up to, but not including, 1.
 */
export function inOrder<Record extends SrvValue>(records: readonly Record[], random: () => number): readonly Record[] {
  const priorities = [...new Set(records.map(({ priority }) => priority))].sort((a, b) => a - b);
  return priorities.flatMap((wanted) =>
    byLot(
      records.filter(({ priority }) => priority === wanted),
      random,
    ),
  );
}

function byLot<Record extends SrvValue>(records: readonly Record[], random: () => number): readonly Record[] {
  // Those without weight stand first, so that they are drawn, too: seldom, since only a lot of zero is theirs.
  const left = records.filter(({ weight }) => weight === 0).concat(records.filter(({ weight }) => weight !== 0));
  const ordered: Record[] = [];
  while (left.length > 0) {
    const lot = Math.floor(random() * (left.reduce((sum, { weight }) => sum + weight, 0) + 1));
    let sum = 0;
    const drawn = left.findIndex(({ weight }) => {
      sum += weight;
      return sum >= lot;
    });
    ordered.push(...left.splice(drawn, 1));
  }
  return ordered;
}
