/** The worker of worker-connection.ts: runs SQL on a connection of its own. Plain JavaScript: the executable carries it as a file. */
import { Database } from "bun:sqlite";

self.onmessage = ({ data: { job, path, flags, statements } }) => {
  try {
    postMessage({ job, rows: run(path, flags, statements) });
  } catch (error) {
    postMessage({ job, error: String(error) });
  }
};

function run(path, flags, statements) {
  const sqlite = flags === undefined ? new Database(path) : new Database(path, flags);
  try {
    return statements.map((sql) => sqlite.query(sql).all());
  } finally {
    sqlite.close();
  }
}
