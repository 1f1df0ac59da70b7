/** A connection to the database in a worker thread, for SQL that may take long. */
import { constants } from "bun:sqlite";
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { startThread } from "../event-loop.ts";
import workerFile from "./sql-worker.js" with { type: "file" };

/** The rows that each statement returned. */
export type Rows = readonly (readonly Readonly<Record<string, unknown>>[])[];

export interface WorkerConnection {
  /** Whether there is a thread. */
  readonly isRunning: boolean;
  /** Runs the statements in order on a new connection; resolves with what each returned. Rejects with the first error, and where there can be no thread. */
  run(statements: readonly string[]): Promise<Rows>;
  /** Ends the thread. To be called when no statement runs. */
  stop(): void;
}

interface Answer {
  readonly job: number;
  readonly rows?: Rows;
  readonly error?: string;
}

/**
 * Milliseconds without a job after which the thread ends. Starting one takes 4 ms; a thread that waits takes 10 MB, and wakes
 * three times a second for its own garbage collection.
 */
const MAX_IDLE_MS = 5000;

/** The thread is started for the first job, and ends when there has been none for a while. */
export const openWorkerConnection = (path: string, { maxIdleMs = MAX_IDLE_MS } = {}): WorkerConnection =>
  open(() => ({ path }), maxIdleMs);

/** The same for a database that is only read, whether a server runs or not: no file is created or changed. */
export const openReadingWorker = (path: string): WorkerConnection => open(() => readingOf(path), MAX_IDLE_MS);

/** What the thread opens. */
interface Opening {
  readonly path: string;
  readonly flags?: number;
}

/**
 * Without a log, SQLite would create one to read: it is told that nobody changes the file. A server that starts meanwhile
 * writes into its log first, and into the file much later.
 */
function readingOf(path: string): Opening {
  const query = existsSync(`${path}-wal`) ? "" : "?immutable=1";
  const flags = constants.SQLITE_OPEN_READONLY | constants.SQLITE_OPEN_URI;
  return { path: `${pathToFileURL(path).href}${query}`, flags };
}

function open(opening: () => Opening, maxIdleMs: number): WorkerConnection {
  const jobs = new Map<number, PromiseWithResolvers<Rows>>();
  let worker: Worker | undefined;
  let idleTimer: ReturnType<typeof setTimeout> | undefined;
  let last = 0;

  const end = (): void => {
    clearTimeout(idleTimer);
    worker?.terminate();
    worker = undefined;
  };

  const settle = ({ job, rows, error }: Answer): void => {
    if (rows) jobs.get(job)?.resolve(rows);
    else jobs.get(job)?.reject(new Error(error));
    jobs.delete(job);
    if (jobs.size > 0) return;
    worker?.unref();
    idleTimer = setTimeout(end, maxIdleMs).unref();
  };

  const start = (): Worker => {
    const started = startThread(workerFile);
    started.onmessage = ({ data }: MessageEvent<Answer>) => settle(data);
    started.onerror = ({ message }) => {
      for (const job of [...jobs.keys()]) settle({ job, error: message });
      worker = undefined;
    };
    return started;
  };

  return {
    get isRunning() {
      return worker !== undefined;
    },
    run: async (statements) => {
      clearTimeout(idleTimer);
      worker ??= start();
      worker.ref();
      const job = ++last;
      const done = Promise.withResolvers<Rows>();
      jobs.set(job, done);
      worker.postMessage({ job, ...opening(), statements });
      return done.promise;
    },
    stop: end,
  };
}
