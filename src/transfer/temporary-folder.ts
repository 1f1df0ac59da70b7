/** Folders for what has to be unpacked or copied before it is read: for their owner alone, and gone afterwards, however that ends. */
import { lstatSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TemporaryFolder {
  readonly path: string;
  readonly remove: () => void;
}

const BEGINNING = "jabber-home-import-";
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** In TMPDIR. Those that a process has left behind that was killed are removed first. */
export function temporaryFolder(): TemporaryFolder {
  removeAbandoned();
  const path = mkdtempSync(join(tmpdir(), `${BEGINNING}${processes()}-${process.pid}-`));
  const leave = (signal: NodeJS.Signals): void => {
    remove();
    process.kill(process.pid, signal);
  };
  const remove = (): void => {
    for (const signal of SIGNALS) process.off(signal, leave);
    rmSync(path, { recursive: true, force: true });
  };
  for (const signal of SIGNALS) process.once(signal, leave);
  return { path, remove };
}

/** The number of the system's list of processes: that of a container may be another one, with the same folder. */
function processes(): string {
  try {
    return /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "0";
  } catch {
    return "0";
  }
}

/** Only folders of this user, which nobody else can have put something into. */
function removeAbandoned(): void {
  const own = new RegExp(`^${BEGINNING}${processes()}-([0-9]+)-`);
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(own.exec(name)?.[1]);
    if (!Number.isSafeInteger(pid) || isRunning(pid)) continue;
    const path = join(tmpdir(), name);
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (!status?.isDirectory() || status.uid !== process.getuid?.() || (status.mode & 0o077) !== 0) continue;
    rmSync(path, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
