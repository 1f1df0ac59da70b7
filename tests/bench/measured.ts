/** One server's turn: installed, started, put under each load by a separate process, stopped. */
import { join } from "node:path";
import { type Installation, type Peer, type Running, reach, start, temporaryFolder } from "../support/peers/peer.ts";
import { CORES } from "./cores.ts";
import type { Task } from "./load.ts";
import { percentile } from "./measure.ts";
import type { Options } from "./options.ts";
import { startOtherLoad } from "./other-load.ts";
import { openPair, openWithAndWithoutHttps } from "./pair.ts";
import type { Figure, Scenario, Server } from "./scenario.ts";

export interface Measured {
  readonly peer: Peer;
  readonly version: string;
  /** Figures by scenario, or the reason of a failure. */
  readonly results: ReadonlyMap<string, readonly Figure[] | Error>;
  /** By scenario: the load of other processes meanwhile, in cores. */
  readonly disturbance: ReadonlyMap<string, number>;
}

export const ARRANGEMENT = CORES
  ? "Server and load generator on a core each."
  : "Server and load generator share the cores.";

const PASSWORD = "measured, not guessed";

const begin = (installation: Installation): Promise<Running> =>
  start(installation, CORES ? { core: CORES.server } : {});

/** The last of `times` starts keeps running; the first, which may create files, does not count if there are more. */
async function started(installation: Installation, times: number): Promise<{ running: Running; figure: Figure }> {
  const startTimes: number[] = [];
  for (let i = 0; ; i += 1) {
    const running = await begin(installation);
    if (i > 0) startTimes.push(running.startTime);
    const value = percentile(startTimes, 0.5);
    if (i === times)
      return { running, figure: { name: "start to first stream", unit: "ms", value, better: "less", aim: 100 } };
    await running.stop();
  }
}

interface Loaded {
  readonly figures: readonly Figure[];
  readonly disturbance: number;
}

async function underLoad(task: Task, timeoutMs: number): Promise<Loaded> {
  const others = startOtherLoad(task.server);
  const pinned = CORES ? ["taskset", "-c", String(CORES.load)] : [];
  const child = Bun.spawn([...pinned, process.execPath, join(import.meta.dir, "load.ts")], {
    stdin: new Blob([JSON.stringify(task)]),
    stdout: "pipe",
    stderr: "pipe",
    timeout: timeoutMs,
  });
  const [output, errors, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (code !== 0) throw new Error(child.signalCode ? `not done within ${timeoutMs / 1000} s` : errors.trim());
  const own = Number(child.resourceUsage()?.cpuTime.total ?? 0) / 1e6;
  return { figures: JSON.parse(output), disturbance: others(own) };
}

/** Milliseconds for a scenario: logging in a thousand clients is the slow part. */
const timeoutFor = ({ extent }: Options, { extraTimeoutMs: timeoutMs = 0 }: Scenario): number =>
  60_000 + extent.seconds * 10_000 + extent.connections * 40 + timeoutMs;

export async function measured(peer: Peer, options: Options, log: (line: string) => void): Promise<Measured> {
  const folder = temporaryFolder(peer.name);
  const { extent, scenarios } = options;
  const accounts = Array.from({ length: Math.max(extent.connections, 100) }, (_, index) => `user${index}`);
  const rosters = new Map(scenarios.flatMap((scenario) => [...(scenario.rosters ?? [])]));
  const results = new Map<string, readonly Figure[] | Error>();
  const disturbance = new Map<string, number>();
  const attempt = async (name: string, work: () => Promise<readonly Figure[]>): Promise<void> => {
    log(`${peer.name}: ${name}`);
    results.set(name, await work().catch((error) => (error instanceof Error ? error : new Error(String(error)))));
  };
  let running: Running | undefined;
  try {
    const all = [...accounts, ...rosters.keys()];
    log(`${peer.name}: installing ${all.length} accounts`);
    const installation = await peer.install(folder.path, { accounts: all, password: PASSWORD, rosters, web: true });
    await attempt("start", async () => {
      const result = await started(installation, options.starts);
      running = result.running;
      return [result.figure];
    });
    const pid = running?.pid;
    if (pid === undefined) return { peer, version: peer.version(), results, disturbance };
    const { database, web, hasRelay } = installation;
    const server = { reach: reach(installation), web, pid, accounts, password: PASSWORD, database };
    const loaded = async (scenario: Scenario, target: Server): Promise<readonly Figure[]> => {
      const { name } = scenario;
      const { figures, disturbance: others } = await underLoad(
        { scenario: name, server: target, extent },
        timeoutFor(options, scenario),
      );
      disturbance.set(name, others);
      return figures;
    };
    const load = async (scenario: Scenario): Promise<readonly Figure[]> => {
      if (!scenario.pair) return loaded(scenario, server);
      const open = scenario.pair === "federated" ? openPair : openWithAndWithoutHttps;
      await using pair = await open(peer, PASSWORD, begin);
      return await loaded(scenario, pair.server);
    };
    const isPossible = ({ needsPages, needsRelay }: Scenario): boolean =>
      (!needsPages || web?.hasPages === true) && (!needsRelay || hasRelay === true);
    for (const scenario of scenarios.filter(isPossible)) await attempt(scenario.name, () => load(scenario));
    return { peer, version: peer.version(), results, disturbance };
  } finally {
    await running?.stop();
    folder.remove();
  }
}
