/** Counts the queries of a database and the bytes of payload that they read. */
import type { Database, Query } from "../../../src/store/database.ts";

export interface Reads {
  readonly queries: number;
  /** Bytes of the column `payload`. */
  readonly bytes: number;
}

/** Starts counting; the returned function returns the counts since its last call. */
export function countingReads(db: Database): () => Reads {
  let reads = { queries: 0, bytes: 0 };
  const { read } = db;
  const countRow = (row: unknown): void => {
    const { payload } = (row ?? {}) as { payload?: string | null };
    reads.bytes += payload?.length ?? 0;
  };
  db.read = <Row>(sql: string): Query<Row> => {
    const query = read<Row>(sql);
    return {
      get: (...params) => {
        const row = query.get(...params);
        reads.queries += 1;
        countRow(row);
        return row;
      },
      all: (...params) => {
        const rows = query.all(...params);
        reads.queries += 1;
        rows.forEach(countRow);
        return rows;
      },
      each: (goesOn, ...params) => {
        reads.queries += 1;
        query.each(
          (row) => {
            countRow(row);
            return goesOn(row);
          },
          ...params,
        );
      },
    };
  };
  return () => {
    const since = reads;
    reads = { queries: 0, bytes: 0 };
    return since;
  };
}
