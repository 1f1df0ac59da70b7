/** A file of lines that outlives a killed process: it is never synced, and counts as lost once the machine has been started again. */
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import type { Logger } from "../log.ts";
import { giveToFolderOwner } from "./folder-owner.ts";

export interface JournalFile {
  /** What a former process has written, if the machine has not been started since. A last line that is not whole is left out. */
  former(): readonly string[];
  /** Of this process, in bytes. */
  readonly bytes: number;
  /** False until the first `replace`, and after the system has refused a write: nothing is there then. */
  readonly isThere: boolean;
  append(line: string): void;
  /** These lines take the place of all others, at once. */
  replace(lines: readonly string[]): void;
  remove(): void;
}

export interface JournalFileOptions {
  readonly log: Pick<Logger, "warn">;
  /** Names the time from a start of the machine to the next one; by default `bootId`. */
  readonly boot?: string | undefined;
}

/** Of the lines: what another version has written is left alone. */
const FORMAT = 3;

/** Differs after each start of the machine; undefined where the system has no such thing. */
export function bootId(): string | undefined {
  try {
    if (process.platform === "linux") return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    if (process.platform !== "darwin") return undefined;
    const { stdout } = Bun.spawnSync(["/usr/sbin/sysctl", "-n", "kern.bootsessionuuid"]);
    return stdout.toString().trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Undefined where the system does not tell one start of the machine from another. */
export function openJournalFile(path: string, { log, boot = bootId() }: JournalFileOptions): JournalFile | undefined {
  if (boot === undefined) return undefined;
  const head = JSON.stringify({ format: FORMAT, boot });
  const unfinished = `${path}.new`;
  let file: number | undefined;
  let bytes = 0;

  const close = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  const remove = (): void => {
    close();
    for (const each of [path, unfinished]) rmSync(each, { force: true });
  };
  /** What is incomplete is worse than nothing. */
  const attempt = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      log.warn({ event: "journal-not-written", path, error });
      try {
        remove();
      } catch {
        close();
      }
    }
  };
  const write = (to: number, text: string): number => {
    const data = Buffer.from(text);
    for (let done = 0; done < data.length; ) done += writeSync(to, data, done);
    return data.length;
  };

  return {
    former: () => linesOf(path, head),
    get bytes() {
      return bytes;
    },
    get isThere() {
      return file !== undefined;
    },
    append: (line) => {
      const to = file;
      if (to !== undefined)
        attempt(() => {
          bytes += write(to, `${line}\n`);
        });
    },
    replace: (lines) => {
      attempt(() => {
        rmSync(unfinished, { force: true });
        const to = openSync(unfinished, "ax", 0o600);
        close();
        file = to;
        giveToFolderOwner(unfinished, to);
        bytes = write(to, `${[head, ...lines].join("\n")}\n`);
        renameSync(unfinished, path);
      });
    },
    remove: () => attempt(remove),
  };
}

/** Without the head; nothing where it is another one. */
function linesOf(path: string, head: string): readonly string[] {
  try {
    const [first, ...lines] = readFileSync(path, "utf8").split("\n");
    return first === head ? lines.slice(0, -1) : [];
  } catch {
    return [];
  }
}
