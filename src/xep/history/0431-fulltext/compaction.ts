/** XEP-0431: removes deleted rows from the disk: the rest of a partition is copied, and the partition is dropped. */
import { DAY } from "../../../clock.ts";
import type { IndexedRow, RowSource } from "./index-row.ts";
import type { Partition, Partitions } from "./partitions.ts";

/** What is copied in one step: rows, and the cost of their texts. */
const ROWS_PER_STEP = 250;
const MAX_STEP_COST = 10_000;
/** Fewer deleted rows are not worth a copy, until they have been deleted for a week. */
const MIN_DELETED = 1000;
const WEEK = 7 * DAY;

export interface CompactionDeps {
  readonly partitions: Partitions;
  readonly put: (slot: number, rows: readonly IndexedRow[]) => void;
  readonly isFull: (partition: Partition) => boolean;
  readonly now: () => number;
}

/**
 * Returns a function that does one small step, and returns whether there is more to do. A partition is copied when at least half
 * of it has been deleted: what is written stays in proportion to what has been deleted.
 */
export function openCompaction({ partitions, put, isFull, now }: CompactionDeps): (rows: RowSource) => boolean {
  /** A partition without other rows, to which none are added any more, is dropped at no cost. */
  const needsCompaction = ({ slot, rows, lost, lost_since }: Partition, newest: number): boolean =>
    (lost >= MIN_DELETED && lost * 2 >= rows) ||
    (lost >= rows && slot !== newest) ||
    (lost_since !== null && now() - lost_since >= WEEK);

  const begin = (candidate: Partition): void => {
    // New rows go into a partition of their own.
    if (candidate.slot === partitions.newest().slot) partitions.create("used", candidate.last + 1);
    if (candidate.lost >= candidate.rows) partitions.drop(candidate.slot);
    else partitions.create("filling", candidate.first);
  };

  /** The copy replaces the rows that it covers. */
  const finish = (filled: Partition, former: Partition, end: number): void => {
    if (end > former.last) partitions.drop(former.slot);
    else partitions.setFirst(former.slot, end);
    partitions.activate(filled.slot);
  };

  const fill = (filling: Partition, { read, idsIn }: RowSource): void => {
    const former = partitions.at(filling.first);
    if (!former) return;
    const ids = isFull(filling) ? [] : idsIn({ after: filling.last, before: former.last + 1 }, ROWS_PER_STEP);
    const found: IndexedRow[] = [];
    let cost = 0;
    for (const id of ids) {
      if (cost >= MAX_STEP_COST) break;
      const row = read(id);
      if (row) found.push(row);
      cost += row?.cost ?? 0;
    }
    put(filling.slot, found);
    if (ids.length === 0) finish(filling, former, isFull(filling) ? filling.last + 1 : former.last + 1);
  };

  return (rows) => {
    const all = partitions.all();
    const filling = all.find(({ state }) => state === "filling");
    const newest = partitions.newest().slot;
    const candidate = all.find((partition) => needsCompaction(partition, newest));
    if (filling) fill(filling, rows);
    else if (candidate) begin(candidate);
    else return false;
    return true;
  };
}
