/** A new version on trial that hangs: another thread of it notices, and lets the version before take over the process. */
import { startThread } from "../event-loop.ts";
import type { Home } from "../home.ts";
import { DARWIN_LIBC, type ExecArguments, execArguments } from "../net/exec.ts";
import { inheritedDescriptors } from "../net/inherited-sockets.ts";
import { LIBC } from "../net/libc.ts";
import { baseOf, formerOf } from "../release/executables.ts";
import { type Journal, journalAt, journalText } from "../release/journal.ts";
import { withoutEngineOptions } from "./engine-options.ts";
import { executable } from "./program.ts";
import workerFile from "./trial-worker.js" with { type: "file" };

export interface TrialWatch {
  /** Until it is disposed of, hours may pass: the database is copied, or brought up to date. */
  lasting(): Disposable;
  /** The trial has come to an end, whichever. Does not return where it was given up meanwhile. */
  end(): void;
}

/** Seconds from the start until the server is ready; a unit of systemd allows some more (installer/service/description.ts). */
const LONGEST_TRIAL = 90;
/** Seconds of one copy, or of one change of all tables. */
const LONGEST_WORK = 6 * 3600;

/** Of the state that both threads share: who has changed it first, decides. */
const UNDECIDED = 0;
const ENDED = 1;
const GIVEN_UP = 2;

/** What the other thread is about to use: the garbage collector would take its memory. */
const held = new Set<ExecArguments>();

export function watchTrial({ directory }: Pick<Home, "directory">, journal: Journal): TrialWatch {
  const state = new Int32Array(new SharedArrayBuffer(4));
  const own = executable();
  const former = own && execArguments(formerOf(baseOf(own)), process.argv.slice(2), withoutEngineOptions(process.env));
  const libraries = process.platform === "darwin" ? [DARWIN_LIBC] : LIBC;
  const { LISTEN_FDS, LISTEN_PID } = process.env;
  const worker = startThread(workerFile);
  worker.unref();
  worker.postMessage({
    ...{ state, undecided: UNDECIDED, givenUp: GIVEN_UP, after: LONGEST_TRIAL * 1000 },
    journal: journalAt(directory),
    text: journalText({ ...journal, state: "back", why: `it did nothing for ${LONGEST_TRIAL} seconds` }),
    program: former && { file: former.file, list: former.list, variables: former.variables, libraries },
    descriptors: inheritedDescriptors({ LISTEN_FDS, LISTEN_PID }),
  });
  const allow = (seconds: number): void => worker.postMessage({ after: seconds * 1000 });
  if (former) held.add(former);
  return {
    lasting: () => {
      allow(LONGEST_WORK);
      return { [Symbol.dispose]: () => allow(LONGEST_TRIAL) };
    },
    end: () => {
      // The other thread is about to put another program in the place of this one.
      if (Atomics.compareExchange(state, 0, UNDECIDED, ENDED) === GIVEN_UP) Atomics.wait(state, 0, GIVEN_UP);
      if (former) held.delete(former);
      worker.terminate();
    },
  };
}
