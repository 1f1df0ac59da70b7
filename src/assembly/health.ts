/** What a running server sees of its home and its machine, each hour. */
import { statSync } from "node:fs";
import { type Clock, DAY, HOUR, MINUTE } from "../clock.ts";
import type { Config } from "../config/schema.ts";
import { openAuthoritativeResolver } from "../dns/authoritative-resolver.ts";
import { openResolver, type Resolver } from "../dns/resolver.ts";
import { fileOfFuture, isClockSynchronized } from "../doctor/clock-state.ts";
import type { ErrorFacts, HealthFacts } from "../doctor/facts.ts";
import { folderFacts } from "../doctor/folder.ts";
import { memoryFacts } from "../doctor/memory.ts";
import { openFilesLimit, runsAsRoot } from "../doctor/process-facts.ts";
import { syncTime } from "../doctor/sync-time.ts";
import { orNothing } from "../doctor/system-files.ts";
import { volumeFacts } from "../doctor/volume.ts";
import type { Home } from "../home.ts";
import type { Logger } from "../log.ts";
import type { Database } from "../store/database.ts";
import { openDiskHistory } from "../store/disk-history.ts";
import { configuredFacts } from "./health-facts.ts";

export interface HealthDeps {
  readonly home: Home;
  readonly config: Config;
  readonly db: Database;
  readonly resolver: Resolver;
  readonly log: Logger;
  readonly clock: Clock;
  readonly errors: () => ErrorFacts | undefined;
  /** What is seen of it from the command line's side: the service that serves this home, its config.toml. */
  readonly around: (() => Pick<HealthFacts, "service" | "config">) | undefined;
  /** Something new has been seen. */
  readonly seen: () => void;
}

export interface Health {
  /** Undefined as long as nothing was looked at. */
  report(): HealthFacts | undefined;
  /** Resolves when it has been looked at anew. */
  look(): Promise<void>;
  /** Resolves when nothing is looked at any more. */
  stop(): Promise<void>;
}

/** What begins with the server has settled by then. */
const FIRST_LOOK = MINUTE;
const BETWEEN_LOOKS = HOUR;
const DNS_TIMEOUT = 5000;
/** In the event loop, fewer files are looked at than by a command. */
const MAX_FILES = 200;

export function openHealth(deps: HealthDeps): Health {
  const { home, config, log, clock, errors, around, seen } = deps;
  // Not what a cache still has of records that were put right.
  const resolver = openAuthoritativeResolver(deps.resolver, (servers) =>
    openResolver({ servers, timeoutMs: DNS_TIMEOUT }),
  );
  const history = openDiskHistory(deps.db);
  let facts: HealthFacts | undefined;
  let running: Promise<void> | undefined;
  let isStopped = false;

  const gather = async (): Promise<void> => {
    const now = clock.now();
    const volume = volumeFacts(home.directory);
    const sync = await syncTime(home.directory);
    const configured = await configuredFacts({ home, config, resolver, now });
    if (isStopped) return;
    const [bytes, logBytes] = ["", "-wal"].map((beside) => orNothing(() => statSync(home.database + beside).size) ?? 0);
    if (volume.free !== undefined) history.put({ day: Math.floor(now / DAY), free: volume.free, database: bytes ?? 0 });
    const limit = openFilesLimit("self");
    const isSynchronized = isClockSynchronized();
    const future = fileOfFuture([home.config, home.database, process.execPath], now);
    facts = {
      at: now,
      server: { state: "running", pid: process.pid, ...(runsAsRoot(process.pid) ? { isRoot: true } : {}) },
      folder: folderFacts(home, MAX_FILES),
      store: { path: home.database, bytes: bytes ?? 0, logBytes: logBytes ?? 0, days: history.days() },
      volume: { ...volume, ...(sync ? { sync } : {}) },
      memory: memoryFacts(),
      time: { ...(isSynchronized === undefined ? {} : { isSynchronized }), ...(future ? { future } : {}) },
      ...(limit === undefined ? {} : { descriptors: { limit } }),
      ...around?.(),
      ...configured,
    };
    seen();
  };

  const look = (): Promise<void> => {
    running ??= gather()
      .catch((error: unknown) => log.warn({ event: "health-not-seen", error }))
      .finally(() => {
        running = undefined;
      });
    return running;
  };

  const lookAfter = (milliseconds: number): (() => void) =>
    clock.after(milliseconds, () => {
      void look();
      cancel = lookAfter(BETWEEN_LOOKS);
    });
  let cancel = lookAfter(FIRST_LOOK);

  return {
    look,
    report: () => {
      const logged = errors();
      return facts && { ...facts, ...(logged ? { errors: logged } : {}) };
    },
    stop: async () => {
      isStopped = true;
      cancel();
      await running;
    },
  };
}
