/** What is behind the commits of a database in a file: its log reaches the disk, then moves into the file. */
import type { Logger } from "../log.ts";
import { Checkpoints } from "./checkpoint.ts";
import { openWal } from "./wal.ts";
import { openWorkerConnection } from "./worker-connection.ts";

export interface Disk {
  /** To be called after each commit that has written. */
  committed(): void;
  /** Resolves when all that was committed before the call is on the disk. */
  sync(): Promise<void>;
  /** Resolves when nothing else works on the file. */
  close(): Promise<void>;
}

export interface DiskOptions {
  readonly log: Logger;
  /** In place of the fsync of the log. */
  readonly sync?: (() => Promise<void>) | undefined;
  /** Moves what is left of the log into the file at once, on the connection that writes. */
  readonly finish: () => void;
  /** How long nothing has to be written before a small log is moved too, in milliseconds. */
  readonly idleCheckpointMs?: number | undefined;
}

/** For a database that is open, in WAL mode. */
export function openDisk(path: string, { log, sync, finish, idleCheckpointMs = 300_000 }: DiskOptions): Disk {
  const wal = openWal(path);
  const background = openWorkerConnection(path);
  const checkpoints = new Checkpoints({
    run: background.run,
    finish,
    walBytes: wal.bytes,
    idleMs: idleCheckpointMs,
    log,
  });
  return {
    sync: sync ?? wal.sync,
    committed: () => checkpoints.written(),
    close: async () => {
      await checkpoints.stop();
      background.stop();
      wal.close();
    },
  };
}
