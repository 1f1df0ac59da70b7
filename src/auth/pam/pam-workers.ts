/** Threads that ask PAM: a module may wait for the network, and the main thread must not. */
import { startThread } from "../../event-loop.ts";
import type { Logger } from "../../log.ts";
import type { Verdict } from "../password-source.ts";
import workerFile from "./pam-worker.js" with { type: "file" };

export interface PamQuestion {
  /** "login": may this person come in? "groups": which of the named groups does this machine not have? */
  readonly ask: "login" | "groups";
  /** The file below /etc/pam.d. */
  readonly service: string;
  readonly name: string;
  /** Undefined where it is not the password that is asked about. Given away: it is empty afterwards. */
  readonly password?: Uint8Array<ArrayBuffer> | undefined;
  /** Groups of which the person has to be in one, unless there are none; groups that nobody may be in. */
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

export interface PamWorkers {
  /** Resolves with the worker's answer; with undefined where there is none in time. Rejects with its error. */
  ask(question: PamQuestion): Promise<Verdict | readonly string[] | undefined>;
  stop(): void;
}

export interface PamWorkersDeps {
  /** How long a question may take, and wait for its turn, in milliseconds. */
  readonly timeout: number;
  readonly log: Pick<Logger, "warn">;
  /** The worker's code, in tests. */
  readonly file?: string;
}

/** At work at once: one that waits does not keep everybody from signing in. */
const MAX_THREADS = 2;
/** Threads that are waiting inside of PAM cannot be ended; with so many of them no further ones are started. */
const MAX_STUCK = 4;
const MAX_WAITING = 200;

interface Job {
  readonly question: PamQuestion;
  readonly due: number;
  readonly done: PromiseWithResolvers<Verdict | readonly string[] | undefined>;
}

interface Thread {
  readonly worker: Worker;
  job: Job | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
}

interface Answer {
  readonly answer?: Verdict | readonly string[];
  readonly error?: string;
}

export function openPamWorkers({ timeout, log, file = workerFile }: PamWorkersDeps): PamWorkers {
  const waiting: Job[] = [];
  const threads = new Set<Thread>();
  const stuck = new Set<Thread>();

  /** undefined where there can be none at the moment. */
  const start = (): Thread | undefined => {
    let worker: Worker;
    try {
      worker = startThread(file);
    } catch (error) {
      log.warn({ event: "pam-not-asked", error });
      return undefined;
    }
    const thread: Thread = { worker, job: undefined, timer: undefined };
    // What keeps the process is its listeners.
    worker.unref();
    worker.onmessage = ({ data }: MessageEvent<Answer>) => answered(thread, data);
    worker.onerror = ({ message }) => {
      // No other job for it.
      threads.delete(thread);
      worker.terminate();
      answered(thread, { error: message });
    };
    worker.addEventListener("close", () => lost(thread));
    threads.add(thread);
    return thread;
  };

  /** Takes the thread's job from it. */
  const taken = (thread: Thread): Job | undefined => {
    const { job } = thread;
    clearTimeout(thread.timer);
    thread.job = undefined;
    return job;
  };

  const answered = (thread: Thread, { answer, error }: Answer): void => {
    const job = taken(thread);
    if (error === undefined) job?.done.resolve(answer);
    else job?.done.reject(new Error(error));
    next();
  };

  /** The thread has ended, by itself or at last. */
  const lost = (thread: Thread): void => {
    threads.delete(thread);
    stuck.delete(thread);
    taken(thread)?.done.resolve(undefined);
    next();
  };

  const timedOut = (thread: Thread): void => {
    log.warn({ event: "pam-hangs", name: thread.job?.question.name, timeout, stuck: stuck.size + 1 });
    threads.delete(thread);
    stuck.add(thread);
    taken(thread)?.done.resolve(undefined);
    thread.worker.terminate();
    next();
  };

  const free = (): Thread | undefined => {
    for (const thread of threads) if (!thread.job) return thread;
    return threads.size < MAX_THREADS && stuck.size < MAX_STUCK ? start() : undefined;
  };

  const next = (): void => {
    for (let [job] = waiting; job; [job] = waiting) {
      const isLate = performance.now() > job.due;
      const thread = isLate ? undefined : free();
      if (!isLate && !thread && threads.size > 0) return;
      waiting.shift();
      if (thread) give(thread, job);
      else drop(job);
    }
  };

  /** Nobody is asked. */
  const drop = ({ question, done }: Job): void => {
    question.password?.fill(0);
    done.resolve(undefined);
  };

  const give = (thread: Thread, job: Job): void => {
    const { password } = job.question;
    thread.job = job;
    thread.timer = setTimeout(() => timedOut(thread), timeout);
    thread.worker.postMessage(job.question, password ? [password.buffer] : []);
  };

  return {
    ask: (question) => {
      const done = Promise.withResolvers<Verdict | readonly string[] | undefined>();
      const job = { question, due: performance.now() + timeout, done };
      if (waiting.length >= MAX_WAITING) drop(job);
      else {
        waiting.push(job);
        next();
      }
      return done.promise;
    },
    stop: () => {
      for (const job of waiting.splice(0)) drop(job);
      for (const thread of [...threads]) {
        thread.worker.terminate();
        lost(thread);
      }
    },
  };
}
