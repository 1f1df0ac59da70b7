/** A disk that can be filled: a tmpfs in a mount namespace of its own. */
import { closeSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { join } from "node:path";
import { guard } from "./processes.ts";
import { type RunningProgram, startProgram, temporaryFolder } from "./started.ts";

export interface SmallDisk extends AsyncDisposable {
  /** The mount point, for commands run with `commandPrefix`. */
  readonly path: string;
  /** The command prefix that runs a command in the mount namespace. */
  readonly commandPrefix: readonly string[];
  /** Free bytes. */
  free(): number;
  /** Fills the disk until at most `bytesLeft` are free. */
  fill(bytesLeft: number): void;
  /** Frees the space that fill() has used. */
  release(): void;
}

const command = (path: string, megabytes: number): readonly string[] => [
  "unshare",
  "--mount",
  "sh",
  "-c",
  `mount -t tmpfs -o size=${megabytes}m,mode=0755 tmpfs ${path} && echo mounted && exec sleep infinity`,
];

/** Why no small disk can be made here, if so: it needs root and the right to mount. */
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
  const visiblePath = join("/proc", String(holder.pid), "root", folder.path);
  const filler = join(visiblePath, "filler");
  const free = (): number => {
    const { bavail, bsize } = statfsSync(visiblePath);
    return bavail * bsize;
  };
  return {
    path: folder.path,
    commandPrefix: ["nsenter", "--mount", "--target", String(holder.pid), "--"],
    free,
    fill: (bytesLeft) => {
      const file = openSync(filler, "a", 0o600);
      try {
        for (let more = free() - bytesLeft; more > 0; more = free() - bytesLeft)
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
