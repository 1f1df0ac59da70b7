/** The kernel with all modules on an empty database, without sockets and without federation. */
import { assembleKernel } from "../../../src/assembly/kernel.ts";
import { readConfig } from "../../../src/config/read.ts";
import type { LogEvent } from "../../../src/log.ts";
import { modules } from "../../../src/modules.ts";
import { TEST_HOME } from "../../../src/server/testing.ts";
import type { Stanza } from "../../../src/stanza.ts";
import { type Accounts, openAccounts } from "../../../src/store/accounts.ts";
import { type Database, openDatabase } from "../../../src/store/database.ts";

export interface KernelOptions {
  /** "key=value", as with --set, beside the domain "localhost". */
  readonly settings?: readonly string[];
  /** Called with each stanza for another server. */
  readonly remote?: (stanza: Stanza) => void;
}

export interface TestKernel {
  readonly kernel: ReturnType<typeof assembleKernel>;
  readonly db: Database;
  readonly accounts: Accounts;
  /** Events logged as errors. */
  readonly errors: LogEvent[];
  close(): Promise<void>;
}

/** Turns of the event loop without a delivery after which the server counts as idle. */
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
    ...TEST_HOME,
  });
  const close = async (): Promise<void> => {
    kernel.turns.stop();
    kernel.booted.stop();
    await db.close();
  };
  return { kernel, db, accounts, errors, close };
}

export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Resolves when `delivered` has not changed for IDLE_TURNS; `afterTurn` is called after each turn of the event loop. */
export async function untilIdle(delivered: () => number, afterTurn: () => void = () => {}): Promise<void> {
  for (let [before, idle] = [delivered(), 0]; idle < IDLE_TURNS; ) {
    await nextTurn();
    afterTurn();
    const now = delivered();
    idle = now === before ? idle + 1 : 0;
    before = now;
  }
}
