/** The start of a server after an update: the new version proves itself before its ports are open, or the one before runs again. */
import type { StartedServer } from "../assembly/server.ts";
import type { Home } from "../home.ts";
import type { LogWriter } from "../log/writer.ts";
import { exec } from "../net/exec.ts";
import { inheritedDescriptors } from "../net/inherited-sockets.ts";
import { onOneLine } from "../one-line.ts";
import { baseOf, formerOf, isUpdating, returnFormer } from "../release/executables.ts";
import { forgetDatabase, isKept, keepDatabase, putDatabaseBack } from "../release/former-database.ts";
import { endJournal, type Journal, writeJournal } from "../release/journal.ts";
import { startOf } from "../release/start.ts";
import { StoreError } from "../store/errors.ts";
import { takeLock } from "../store/lock.ts";
import { version } from "../version.ts";
import { withoutEngineOptions } from "./engine-options.ts";
import { EXIT } from "./exit.ts";
import { executable } from "./program.ts";
import { type TrialWatch, watchTrial } from "./trial-watch.ts";
import { VerbError } from "./verb-error.ts";

/** Options of startServer. */
export interface TrialOptions {
  readonly isProbed?: boolean;
  readonly beforeMigration?: () => void;
}

export interface UpdatedStart {
  /** Starts the server by `begin`; in a trial, what fails is undone, and the version before takes over the process. */
  start(begin: (options: TrialOptions) => Promise<StartedServer>): Promise<StartedServer>;
  /** What fails before that, such as a configuration that the new version refuses. Does not resolve where the version before takes over. */
  failed(error: unknown): Promise<void>;
  /** The database is brought up to date, which may take long; what is returned is disposed of afterwards. */
  migrating(): Disposable;
}

export interface UpdatedStartDeps {
  readonly home: Home;
  /** Bytes that the copy of the database leaves free. */
  readonly reserve: () => number;
  readonly log: () => Pick<LogWriter, "error" | "info" | "flush"> | undefined;
  /** Begins work that may take long: asks the service manager for more time. What is returned is disposed of afterwards. */
  readonly lasting: (what: string) => Disposable;
}

/** Tables would be changed, and there is no copy of the database yet. */
class CopyNeeded extends Error {}

/** Reads the journal of the home. Does not return where the version before has to run and this is the new one. */
export function updatedStart(deps: UpdatedStartDeps): UpdatedStart {
  const { home, reserve, log } = deps;
  const found = startOf(home, version, Date.now());
  if (found.kind === "undone") {
    giveBack(home);
    if (found.journal.to === version) becomeFormer();
    settle(home, found.journal);
  }
  let trial = found.kind === "trial" ? found.journal : undefined;
  const watch: TrialWatch | undefined = trial && watchTrial(home, trial);

  const lasting = (what: string): Disposable => {
    const stack = new DisposableStack();
    stack.use(deps.lasting(what));
    if (trial && watch) stack.use(watch.lasting());
    return stack;
  };

  const undo = async (error: unknown): Promise<void> => {
    watch?.end();
    if (!trial || isOfOthers(error)) return;
    const why = onOneLine(error instanceof Error ? error.message : String(error));
    log()?.error({ event: "update-undone", from: trial.from, to: trial.to, error });
    writeJournal(home.directory, { ...trial, state: "back", why });
    trial = undefined;
    giveBack(home);
    await log()?.flush();
    becomeFormer();
  };

  const begin = async (options: Parameters<UpdatedStart["start"]>[0]): Promise<StartedServer> => {
    const beforeMigration = (): void => {
      if (trial && !isKept(home)) throw new CopyNeeded();
    };
    try {
      return await options({ isProbed: true, beforeMigration });
    } catch (error) {
      if (!(error instanceof CopyNeeded)) throw error;
      await withLock(home, async () => {
        using _ = lasting("copies the database before it is changed");
        await keepDatabase(home, reserve());
      });
      return await options({ isProbed: true, beforeMigration });
    }
  };

  /** Nothing from outside was read yet: the sockets are first looked at in the next turn of the event loop. */
  const prove = ({ from, to }: Journal): void => {
    watch?.end();
    try {
      endJournal(home.directory, { from, to, at: Date.now() });
      forgetDatabase(home);
    } catch (error) {
      // Nothing may be read that a way back would lose: the next start is on trial again.
      log()?.error({ event: "update-not-noted", error });
      process.exit(EXIT.failed);
    }
    trial = undefined;
    log()?.info({ event: "update-proven", from, to });
  };

  return {
    start: async (options) => {
      if (!trial) return await options({});
      try {
        const server = await begin(options);
        prove(trial);
        return server;
      } catch (error) {
        await undo(error);
        throw error;
      }
    },
    failed: undo,
    migrating: () => lasting("brings the database up to date"),
  };
}

/** Another process has the home: that is not the new version's fault, and nothing was changed. */
const isOfOthers = (error: unknown): boolean => error instanceof StoreError && error.reason === "locked";

/** Another server may still be stopping. Throws StoreError locked. */
function giveBack(home: Home): void {
  const lock = takeLock(home.lock, process.pid);
  try {
    putDatabaseBack(home);
  } finally {
    lock.release();
  }
}

async function withLock(home: Home, work: () => Promise<void>): Promise<void> {
  const lock = takeLock(home.lock, process.pid);
  try {
    await work();
  } finally {
    lock.release();
  }
}

/** In this process, with the ports that a service manager holds for it. Returns where it cannot. */
function become(program: string): void {
  const { LISTEN_FDS, LISTEN_PID } = process.env;
  const environment = withoutEngineOptions(process.env);
  exec(program, process.argv.slice(2), { environment, descriptors: inheritedDescriptors({ LISTEN_FDS, LISTEN_PID }) });
}

/** Throws VerbError where it cannot. */
function becomeFormer(): never {
  const own = executable();
  if (own !== undefined) become(formerOf(own));
  throw new VerbError(EXIT.failed, "no-former", { file: own === undefined ? "" : formerOf(own) });
}

/** The version before runs again: where it may, it takes its place back. Whoever updates the home does so otherwise. */
function settle(home: Home, { from, to, why = "", asked }: Journal): void {
  const own = executable();
  if (own === undefined || isUpdating(home.directory) || !returnFormer(baseOf(own))) return;
  endJournal(home.directory, { from, to, at: Date.now(), undone: why, asked });
}

/** Another executable was put in the place of this one: it takes over the process. Throws VerbError where it cannot. */
export function becomeCurrent(): never {
  const own = executable();
  if (own !== undefined) become(baseOf(own));
  throw new VerbError(EXIT.tryAgain, "not-restarted");
}
