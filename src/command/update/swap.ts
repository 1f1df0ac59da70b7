/** The swap: from the journal to the new version that has proven itself, or to the one before that runs again. */
import { readlinkSync } from "node:fs";
import { thisMachine } from "../../../installer/service/machine.ts";
import { control, serviceStatus } from "../../../installer/service/systemd.ts";
import { askServer } from "../../control/client.ts";
import { type Home, serviceHome } from "../../home.ts";
import { returnFormer, swap } from "../../release/executables.ts";
import { forgetDatabase, putDatabaseBack } from "../../release/former-database.ts";
import { endJournal, type Journal, lastOutcome, readJournal, writeJournal } from "../../release/journal.ts";
import { takeLock } from "../../store/lock.ts";

export type Ending =
  | { readonly state: "done" }
  /** No server runs. */
  | { readonly state: "at-next-start" }
  | { readonly state: "undone"; readonly why: string }
  /** Nothing was heard within MOST_MINUTES. */
  | { readonly state: "silent" };

/** A database of gigabytes is copied, and its tables are changed. */
export const MOST_MINUTES = 30;
const POLL = 100;
/** Milliseconds in which a server that has ended is started again by whoever looks after it. */
const RETURN = 60_000;

/** The process of the server; undefined where none runs. */
export async function serverProcess(home: Home): Promise<number | undefined> {
  return (await askServer(home, "GET /status").catch(() => undefined))?.pid;
}

/** The path of the executable of a process, as it was called when it was started; undefined where the system does not tell. */
export function executableOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, "");
  } catch {
    return undefined;
  }
}

/** The next executable takes the place of this one; from here on a power cut changes nothing but who goes on. */
export function takePlace(home: Home, executable: string, from: string, to: string): void {
  forgetDatabase(home);
  writeJournal(home.directory, { state: "trial", from, to, attempts: 0 });
  swap(executable);
}

/** Restarts the server where one runs, and waits until its new version has proven itself, or was taken back. */
export async function restartAndWait(home: Home, executable: string, to: string): Promise<Ending> {
  const pid = await serverProcess(home);
  if (isService(home)) {
    // Where it fails, systemd starts it again; the journal tells.
    await Promise.try(() => control(thisMachine(), "restart")).catch(() => {});
  } else if (pid === undefined || process.platform === "win32") return { state: "at-next-start" };
  else process.kill(pid, "SIGUSR2");
  return await ending(home, executable, to, isService(home) ? undefined : pid);
}

/**
 * Restarts the server where one runs: its start goes back, as the journal says, and this resolves when the version `to` answers.
 * Where none runs, the database is put in its place here.
 */
export async function restartToGoBack(home: Home, to: string): Promise<"runs" | "at-next-start" | "silent"> {
  const pid = await serverProcess(home);
  const managed = isService(home);
  if (!managed && pid === undefined) {
    const lock = takeLock(home.lock, process.pid);
    try {
      putDatabaseBack(home);
    } finally {
      lock.release();
    }
    return "at-next-start";
  }
  if (managed) await Promise.try(() => control(thisMachine(), "restart")).catch(() => {});
  else if (pid !== undefined) process.kill(pid, "SIGUSR2");
  return (await runs(home, to, MOST_MINUTES * 60_000)) ? "runs" : "silent";
}

/** Whether systemd runs the server of this home. */
function isService(home: Home): boolean {
  if (home.directory !== serviceHome()) return false;
  try {
    return ["active", "activating", "reloading"].includes(serviceStatus(thisMachine()).state);
  } catch {
    return false;
  }
}

/** `pid`: of the server, where nobody is known to start it again. */
async function ending(home: Home, executable: string, to: string, pid: number | undefined): Promise<Ending> {
  const until = Date.now() + MOST_MINUTES * 60_000;
  let seen = Date.now();
  while (Date.now() < until) {
    const journal = readJournal(home.directory);
    if (!journal) {
      const last = lastOutcome(home.directory);
      return last?.to === to && last.undone === undefined
        ? { state: "done" }
        : { state: "undone", why: last?.undone ?? "" };
    }
    if (journal.state === "back") {
      // It becomes the version before by the name that this still has.
      await runs(home, journal.from, RETURN);
      return { state: "undone", why: finish(home, executable, journal) };
    }
    if (pid === undefined || isAlive(pid) || (await serverProcess(home)) !== undefined) seen = Date.now();
    if (Date.now() - seen > RETURN) return { state: "at-next-start" };
    await Bun.sleep(POLL);
  }
  return { state: "silent" };
}

/** Resolves with true when a server of this version answers, with false when none has for `patience` milliseconds. */
async function runs(home: Home, version: string, patience: number): Promise<boolean> {
  const until = Date.now() + patience;
  while (Date.now() < until) {
    const status = await askServer(home, "GET /status").catch(() => undefined);
    if (status?.version === version) return true;
    await Bun.sleep(POLL);
  }
  return false;
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

/** The version before is put back in its place. Returns why. */
export function finish(home: Home, executable: string, { from, to, why = "", asked }: Journal): string {
  returnFormer(executable);
  endJournal(home.directory, { from, to, at: Date.now(), undone: why, asked });
  return why;
}
