/** All that can be seen of a home: from its running server, and with or without one. */
import { existsSync, statSync } from "node:fs";
import { openZoneResolver } from "../../../installer/real-network.ts";
import { thisMachine } from "../../../installer/service/machine.ts";
import { configuredFacts } from "../../assembly/health-facts.ts";
import { tableOwners } from "../../assembly/stored-addresses.ts";
import type { Config } from "../../config/schema.ts";
import { askServer } from "../../control/client.ts";
import { type ClockFacts, clockOffBy, fileOfFuture, isClockSynchronized } from "../../doctor/clock-state.ts";
import type { HealthFacts, ServerFacts } from "../../doctor/facts.ts";
import { folderFacts } from "../../doctor/folder.ts";
import { memoryFacts } from "../../doctor/memory.ts";
import { openFilesLimit, runsAsRoot } from "../../doctor/process-facts.ts";
import { storeFacts } from "../../doctor/store-facts.ts";
import { syncTime } from "../../doctor/sync-time.ts";
import { orNothing } from "../../doctor/system-files.ts";
import { volumeFacts } from "../../doctor/volume.ts";
import type { Facts } from "../../findings/check.ts";
import type { Home } from "../../home.ts";
import type { StatusReport } from "../../operations/status.ts";
import { openUpdates } from "../../release/updates.ts";
import { isImpossible } from "../../store/clock-watch.ts";
import { lockState } from "../../store/lock.ts";
import { version } from "../../version.ts";
import { storedStatusOf } from "../certificate/stored.ts";
import { seeConfig } from "./config-facts.ts";
import { usedPorts, wantedPorts } from "./port-facts.ts";
import { serviceFacts } from "./service-facts.ts";

/** The versions of all tables that this program makes. */
const KNOWN = Object.fromEntries(tableOwners.map(({ name, tables }) => [name, tables.length]));

/** A server that has not answered by then hangs, or is starting. */
const ANSWER_MS = 10_000;

/** Changes nothing, whatever state the home is in. `now` in milliseconds since 1970. */
export async function gatherFacts(home: Home, now: number): Promise<Facts> {
  const folder = folderFacts(home);
  const status = await statusOf(home);
  const server = serverFacts(home, status);
  const { config, facts: configFacts } = folder.state === "there" ? seeConfig(home) : {};
  const service = serviceFacts(thisMachine(), home, config);
  const pid = status?.pid ?? "self";
  const limit = status && openFilesLimit(pid);
  const common = {
    at: now,
    ...(server ? { server } : {}),
    folder,
    memory: memoryFacts(pid),
    ...(limit === undefined ? {} : { descriptors: { limit } }),
    ...(service ? { service } : {}),
  };
  if (folder.state !== "there") return { ...status, health: { ...status?.health, ...common } };
  const sync = await syncTime(home.directory);
  const [store, rest] = await Promise.all([
    storeFacts(home.database, KNOWN),
    config ? factsByConfig(home, config, { status, now, isService: service?.state === "installed" }) : {},
  ]);
  const health: HealthFacts = {
    ...status?.health,
    ...common,
    ...(configFacts ? { config: configFacts } : {}),
    store,
    volume: { ...volumeFacts(home.directory), ...(sync ? { sync } : {}) },
    time: await clockFacts(home, config, now),
    ...rest,
  };
  return {
    ...(status ?? (config ? stoppedReport(home, config, { now, isStopped: server?.state === "stopped" }) : {})),
    health,
  };
}

/** Undefined where it does not run, or does not answer. */
const statusOf = (home: Home): Promise<StatusReport | undefined> =>
  Promise.race([askServer(home, "GET /status").catch(() => undefined), Bun.sleep(ANSWER_MS).then(() => undefined)]);

function serverFacts(home: Home, status: StatusReport | undefined): ServerFacts | undefined {
  if (status) {
    const versions = status.version === version ? undefined : { running: status.version, here: version };
    return {
      ...{ state: "running", pid: status.pid },
      ...(versions ? { versions } : {}),
      ...(runsAsRoot(status.pid) ? { isRoot: true as const } : {}),
    };
  }
  const lock = orNothing(() => lockState(home.lock));
  if (lock?.state === "held") return { state: "silent", ...(lock.pid === undefined ? {} : { pid: lock.pid }) };
  if (lock?.state === "damaged") return { state: "stopped", damagedLock: home.lock };
  // Nothing to start where nothing is set up.
  return existsSync(home.config) ? { state: "stopped" } : undefined;
}

interface Situation {
  readonly status: StatusReport | undefined;
  readonly now: number;
  readonly isService: boolean;
}

async function factsByConfig(
  home: Home,
  config: Config,
  { status, now, isService }: Situation,
): Promise<Partial<HealthFacts>> {
  const [configured, ports] = await Promise.all([
    configuredFacts({ home, config, resolver: openZoneResolver(config), now }),
    status ? usedPorts(status) : wantedPorts(config, { directory: home.directory, isService }),
  ]);
  return { ...configured, ports };
}

async function clockFacts(home: Home, config: Config | undefined, now: number): Promise<ClockFacts> {
  const isSynchronized = isClockSynchronized();
  const future = fileOfFuture([home.config, home.database, `${home.database}-wal`, process.execPath], now);
  // The authority is asked for certificates anyway; nobody else is asked.
  const off = config?.certificate.source === "acme" ? await clockOffBy(config.certificate.directory) : undefined;
  return {
    ...(isSynchronized === undefined ? {} : { isSynchronized }),
    ...(off ? { off } : {}),
    ...(future ? { future } : {}),
  };
}

/** What a running server would say of its disk, clock and certificate, and of an update that was taken back. */
function stoppedReport(
  home: Home,
  config: Config,
  { now, isStopped }: { readonly now: number; readonly isStopped: boolean },
): Partial<StatusReport> {
  const { free } = volumeFacts(home.directory);
  const reserve = config.limits.free_disk;
  const spare = orNothing(() => statSync(home.spare).size) ?? 0;
  const update = openUpdates(home.directory, undefined).report();
  // What a renewal was writing is put in order by whoever reads it: not beside a server that may be writing.
  const isReadable = isStopped && existsSync(home.certificate);
  const certificate = isReadable ? orNothing(() => storedStatusOf(home, config)) : undefined;
  return {
    domains: config.general.domains,
    ...(free === undefined || reserve === 0
      ? {}
      : { disk: { free: free + spare, reserve, full: free + spare < reserve } }),
    ...(update.undone ? { update } : {}),
    ...(isImpossible(now) ? { clock: { says: now } } : {}),
    ...(certificate ? { certificate: certificateReport(certificate) } : {}),
  };
}

function certificateReport({
  names,
  notAfter,
  source,
  isByHand,
  nextRenewal,
  lastProblem,
  findings,
}: NonNullable<ReturnType<typeof storedStatusOf>>): NonNullable<StatusReport["certificate"]> {
  return {
    ...{ names, notAfter, source, findings },
    ...(isByHand ? { isByHand: true as const } : {}),
    ...(nextRenewal === undefined || isByHand ? {} : { nextRenewal }),
    ...(lastProblem ? { problem: lastProblem.reason, lastProblem } : {}),
  };
}
