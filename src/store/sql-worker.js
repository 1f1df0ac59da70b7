/** The worker of worker-connection.ts: runs SQL on a connection of its own. Plain JavaScript: the executable carries it as a file. */
import { Database } from "bun:sqlite";

self.onmessage = ({ data: { job, path, statements } }) => {
  try {
    postMessage({ job, rows: run(path, statements) });
  } catch (error) {
    postMessage({ job, error: String(error) });
  }
};

function run(path, statements) {
  const sqlite = new Database(path);
  try {
    return statements.map((sql) => sqlite.query(sql).all());
  } finally {
    sqlite.close();
  }
}
