/** A database with one table, of lines of text. */
import { openDatabase } from "../../../src/store/database.ts";
import { memoryLog } from "./memory-log.ts";

const LINES = ["CREATE TABLE lines (n INTEGER PRIMARY KEY, said TEXT NOT NULL) STRICT"];

/** `say` adds a line. */
export function openLines(path = ":memory:", options: Partial<Parameters<typeof openDatabase>[1]> = {}) {
  const log = memoryLog();
  const { events } = log;
  const db = openDatabase(path, { log, ...options });
  db.migrate("lines", LINES);
  const insert = db.write("INSERT INTO lines (said) VALUES (?)");
  const all = db.read<{ said: string }>("SELECT said FROM lines ORDER BY n");
  return { db, events, say: (said: string) => insert.run(said), said: () => all.all().map((row) => row.said) };
}
