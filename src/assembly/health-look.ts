/** A look at the home of a running server, and at its machine. */
import { statSync } from "node:fs";
import type { Config } from "../config/schema.ts";
import { openAuthoritativeResolver } from "../dns/authoritative-resolver.ts";
import { openResolver, type Resolver } from "../dns/resolver.ts";
import { fileOfFuture, isClockSynchronized } from "../doctor/clock-state.ts";
import type { HealthFacts } from "../doctor/facts.ts";
import { folderFacts } from "../doctor/folder.ts";
import { memoryFacts } from "../doctor/memory.ts";
import { openFilesLimit, runsAsRoot } from "../doctor/process-facts.ts";
import { syncTime } from "../doctor/sync-time.ts";
import { orNothing } from "../doctor/system-files.ts";
import { volumeFacts } from "../doctor/volume.ts";
import type { Home } from "../home.ts";
import { configuredFacts } from "./health-facts.ts";

export interface HealthLookDeps {
  readonly home: Home;
  readonly config: Config;
  readonly resolver: Resolver;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const DNS_TIMEOUT = 5000;
/** In the event loop, fewer files are looked at than by a command. */
const MAX_FILES = 200;

export async function lookAt({ home, config, resolver: cached, now }: HealthLookDeps) {
  // Not what a cache still has of records that were put right.
  const resolver = openAuthoritativeResolver(cached, (servers) => openResolver({ servers, timeoutMs: DNS_TIMEOUT }));
  const volume = volumeFacts(home.directory);
  const sync = await syncTime(home.directory);
  const configured = await configuredFacts({ home, config, resolver, now });
  const [bytes, logBytes] = ["", "-wal"].map((beside) => orNothing(() => statSync(home.database + beside).size) ?? 0);
  const limit = openFilesLimit("self");
  const isSynchronized = isClockSynchronized();
  const future = fileOfFuture([home.config, home.database, process.execPath], now);
  return {
    at: now,
    server: { state: "running", pid: process.pid, ...(runsAsRoot(process.pid) ? { isRoot: true } : {}) },
    folder: folderFacts(home, MAX_FILES),
    store: { path: home.database, bytes: bytes ?? 0, logBytes: logBytes ?? 0 },
    volume: { ...volume, ...(sync ? { sync } : {}) },
    memory: memoryFacts(),
    time: { ...(isSynchronized === undefined ? {} : { isSynchronized }), ...(future ? { future } : {}) },
    ...(limit === undefined ? {} : { descriptors: { limit } }),
    ...configured,
  } as const satisfies HealthFacts;
}
