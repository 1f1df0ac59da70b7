/** A disk that can be filled: a tmpfs in a mount namespace of its own. */
import { closeSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { join } from "node:path";
import { guard } from "./processes.ts";
import { type RunningProgram, startProgram, temporaryFolder } from "./started.ts";

export interface SmallDisk extends AsyncDisposable {
  /** Where it is, for a command that is run by `seeing`. */
  readonly path: string;
  /** The words that run a command which sees the disk. */
  readonly commandPrefix: readonly string[];
  /** The bytes that are free. */
  free(): number;
  /** Takes up room until no more than `left` bytes are free. */
  fill(left: number): void;
  /** Gives all that room back. */
  release(): void;
}

const command = (path: string, megabytes: number): readonly string[] => [
  "unshare",
  "--mount",
  "sh",
  "-c",
  `mount -t tmpfs -o size=${megabytes}m,mode=0755 tmpfs ${path} && echo mounted && exec sleep infinity`,
];

/** Why there can be none here, where that is so: it takes root, and a kernel that lets it mount. */
export function noSmallDisk(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "needs root on Linux";
  using folder = temporaryFolder("mount");
  const { exitCode } = Bun.spawnSync(["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", folder.path], {
    stdio: ["ignore", "ignore", "ignore"],
  });
  return exitCode === 0 ? undefined : "may not mount a tmpfs";
}

export async function smallDisk(megabytes: number): Promise<SmallDisk> {
  const folder = temporaryFolder("disk");
  const holder: RunningProgram = startProgram(command(folder.path, megabytes));
  await holder.prints(/mounted/);
  guard(holder.pid);
  const seen = join("/proc", String(holder.pid), "root", folder.path);
  const filler = join(seen, "filler");
  const free = (): number => {
    const { bavail, bsize } = statfsSync(seen);
    return bavail * bsize;
  };
  return {
    path: folder.path,
    commandPrefix: ["nsenter", "--mount", "--target", String(holder.pid), "--"],
    free,
    fill: (left) => {
      const file = openSync(filler, "a", 0o600);
      try {
        for (let more = free() - left; more > 0; more = free() - left)
          writeSync(file, Buffer.alloc(Math.min(more, 65_536), 1));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      } finally {
        closeSync(file);
      }
    },
    release: () => rmSync(filler, { force: true }),
    [Symbol.asyncDispose]: async () => {
      await holder[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
