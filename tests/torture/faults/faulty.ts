/** Servers whose disk fails and whose clock leaps when they are told to. */
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Site } from "../sites.ts";

/** What is wrong from now on; what is not named is right. */
export interface Orders {
  /** Milliseconds that the clock is ahead; below 0 that it is behind. */
  readonly ahead?: number;
  /** Those of the home that fail; by default all of them. */
  readonly files?: "database" | "others";
  /** The errno of reading, writing and syncing them, and of `naming`: opening, renaming, and making folders. */
  readonly reading?: number;
  readonly writing?: number;
  readonly syncing?: number;
  readonly naming?: number;
}

/** What runs on the disk: a server, or something else that is started with an environment. */
export type Machine = Pick<Site, "domain" | "home"> & {
  start(options: { readonly environment: Readonly<Record<string, string>> }): Promise<void>;
};

export interface Faulty extends Disposable {
  /** Starts a server that can be told; by default nothing is wrong at first. Errors of the disk may begin some milliseconds later. */
  start(machine: Machine, orders?: Orders): Promise<void>;
  /** The first order takes a few milliseconds, later ones hold at once. */
  order(machine: Machine, orders: Orders): void;
}

/** In the order of `enum files` of faulty.c. */
const FILES: readonly Orders["files"][] = [undefined, "database", "others"];
/** Of each of `enum order`. */
const BITS = 12n;

/** Throws where there is no C compiler. */
export function openFaulty(): Faulty {
  const folder = mkdtempSync(join(tmpdir(), "faulty-"));
  const library = join(folder, "faulty.so");
  const source = join(import.meta.dir, "../shim/faulty.c");
  const { exitCode, stderr } = Bun.spawnSync(["gcc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], {
    stderr: "pipe",
  });
  if (exitCode !== 0) throw new Error(`gcc: ${stderr}`);
  const pathOf = ({ domain }: Machine): string => join(folder, domain);
  const bytesOf = ({ ahead = 0, files, reading = 0, writing = 0, syncing = 0, naming = 0 }: Orders): Uint8Array => {
    const all = [FILES.indexOf(files), reading, writing, syncing, naming];
    const failing = all.reduceRight((bits, value) => (bits << BITS) | BigInt(value), 0n);
    return new Uint8Array(BigUint64Array.of(BigInt.asUintN(64, BigInt(ahead) * 1_000_000n), failing).buffer);
  };
  return {
    start: async (site, orders = {}) => {
      writeFileSync(pathOf(site), bytesOf(orders));
      const environment = { LD_PRELOAD: library, FAULTY_ROOT: site.home, FAULTY_ORDERS: pathOf(site) };
      await site.start({ environment });
    },
    order: (site, orders) => {
      // In place: the server has the file in its memory.
      const file = openSync(pathOf(site), "r+");
      writeSync(file, bytesOf(orders), 0, undefined, 0);
      closeSync(file);
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
