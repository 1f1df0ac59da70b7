/** XEP-0431: what was lost goes from the disk: a part that has little else is filled anew, and the former one dropped. */
import type { Part, Parts } from "./parts.ts";
import type { IndexedRow, Rows } from "./text-index.ts";

/** How much is done in one step: rows that are written anew, and what their texts cost. */
const STEP_ROWS = 250;
const STEP_COST = 10_000;
/** So few are not worth it, until they have been lost for a week. */
const FEW = 1000;
const WEEK = 7 * 86_400_000;

export interface RenewalParts {
  readonly parts: Parts;
  readonly put: (slot: number, rows: readonly IndexedRow[]) => void;
  readonly isFull: (part: Part) => boolean;
  readonly now: () => number;
}

/**
 * One small step; whether there is more to do. At least half of what a part has was lost before the rest is written once more:
 * what is written stays in proportion to what has gone.
 */
export function openRenewal({ parts, put, isFull, now }: RenewalParts): (rows: Rows) => boolean {
  /** Where nothing is added any more, a part that is lost as a whole costs nothing to drop. */
  const isWorn = ({ slot, rows, lost, lost_since }: Part, newest: number): boolean =>
    (lost >= FEW && lost * 2 >= rows) ||
    (lost >= rows && slot !== newest) ||
    (lost_since !== null && now() - lost_since >= WEEK);

  const begin = (worn: Part): void => {
    // What comes from now on has a part of its own.
    if (worn.slot === parts.newest().slot) parts.open("used", worn.last + 1);
    if (worn.lost >= worn.rows) parts.drop(worn.slot);
    else parts.open("filling", worn.first);
  };

  /** It takes the place of all that it covers. */
  const finish = (filled: Part, former: Part, end: number): void => {
    if (end > former.last) parts.drop(former.slot);
    else parts.begin(former.slot, end);
    parts.use(filled.slot);
  };

  const fill = (filling: Part, { read, idsIn }: Rows): void => {
    const former = parts.at(filling.first);
    if (!former) return;
    const ids = isFull(filling) ? [] : idsIn({ after: filling.last, before: former.last + 1 }, STEP_ROWS);
    const found: IndexedRow[] = [];
    let cost = 0;
    for (const id of ids) {
      if (cost >= STEP_COST) break;
      const row = read(id);
      if (row) found.push(row);
      cost += row?.cost ?? 0;
    }
    put(filling.slot, found);
    if (ids.length === 0) finish(filling, former, isFull(filling) ? filling.last + 1 : former.last + 1);
  };

  return (rows) => {
    const all = parts.all();
    const filling = all.find(({ state }) => state === "filling");
    const newest = parts.newest().slot;
    const worn = all.find((part) => isWorn(part, newest));
    if (filling) fill(filling, rows);
    else if (worn) begin(worn);
    else return false;
    return true;
  };
}
