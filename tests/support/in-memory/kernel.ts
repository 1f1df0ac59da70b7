/** The kernel with all modules on an empty database, without sockets and without federation. */
import { assembleKernel } from "../../../src/assembly/kernel.ts";
import { readConfig } from "../../../src/config/read.ts";
import type { LogEvent } from "../../../src/log.ts";
import { modules } from "../../../src/modules.ts";
import type { Stanza } from "../../../src/stanza.ts";
import { type Accounts, openAccounts } from "../../../src/store/accounts.ts";
import { type Database, openDatabase } from "../../../src/store/database.ts";

export interface KernelOptions {
  /** "key=value", as with --set, beside the domain "localhost". */
  readonly settings?: readonly string[];
  /** Gets each stanza for another server. */
  readonly remote?: (stanza: Stanza) => void;
}

export interface TestKernel {
  readonly kernel: ReturnType<typeof assembleKernel>;
  readonly db: Database;
  readonly accounts: Accounts;
  /** What has been logged as an error. */
  readonly errors: LogEvent[];
  close(): Promise<void>;
}

/** Turns of the event loop without a delivery after which nothing is left to be done. */
const IDLE_TURNS = 20;

export function openTestKernel({ settings = [], remote = () => {} }: KernelOptions = {}): TestKernel {
  const errors: LogEvent[] = [];
  const ignore = (): void => {};
  const log = { error: (event: LogEvent) => void errors.push(event), warn: ignore, info: ignore, debug: ignore };
  const db = openDatabase(":memory:", { log });
  const accounts = openAccounts(db, { iterations: 4096, now: Date.now });
  const config = readConfig("", modules, ["domains=localhost", ...settings]);
  const secret = (): Uint8Array => new Uint8Array(32);
  const kernel = assembleKernel({
    ...{ config, db, accounts, modules, log, secret, remote },
    now: Date.now,
    isClockDoubtful: () => false,
  });
  const close = async (): Promise<void> => {
    kernel.turns.stop();
    kernel.booted.stop();
    await db.close();
  };
  return { kernel, db, accounts, errors, close };
}

export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Resolves when `delivered` has stayed the same for a while; `seen` is called after each turn of the event loop. */
export async function untilIdle(delivered: () => number, seen: () => void = () => {}): Promise<void> {
  for (let [before, idle] = [delivered(), 0]; idle < IDLE_TURNS; ) {
    await nextTurn();
    seen();
    const now = delivered();
    idle = now === before ? idle + 1 : 0;
    before = now;
  }
}
