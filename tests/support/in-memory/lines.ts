/** A database with one table, of lines of text. */
import { openDatabase } from "../../../src/store/database.ts";
import { memoryLog } from "./memory-log.ts";

const LINES = ["CREATE TABLE lines (n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"];

/** Opens the database; `addLine` inserts a line, `lines` returns all of them, oldest first. */
export function openLines(path = ":memory:", options: Partial<Parameters<typeof openDatabase>[1]> = {}) {
  const log = memoryLog();
  const { events } = log;
  const db = openDatabase(path, { log, ...options });
  db.migrate("lines", LINES);
  const insert = db.write("INSERT INTO lines (text) VALUES (?)");
  const all = db.read<{ text: string }>("SELECT text FROM lines ORDER BY n");
  return { db, events, addLine: (text: string) => insert.run(text), lines: () => all.all().map((row) => row.text) };
}
