/** One server's turn in a round: installed, started, put under each load by a separate process, stopped. */
import { join } from "node:path";
import { type Installation, type Peer, type Running, start, temporaryFolder } from "../support/peers/peer.ts";
import { CORES } from "./cores.ts";
import type { Task } from "./load.ts";
import type { Options } from "./options.ts";
import { startOtherLoad } from "./other-load.ts";
import { type Measurement, START } from "./results.ts";
import type { Figure, Scenario, Server } from "./scenario.ts";
import { accountsFor, openStage, PASSWORD, serverOf } from "./stages.ts";

export const ARRANGEMENT = CORES
  ? "Server and load generator on a core each."
  : "Server and load generator share the cores.";

const begin = (installation: Installation): Promise<Running> =>
  start(installation, CORES ? { core: CORES.server } : {});

const startFigure = (value: number): Figure => ({
  ...{ name: "start to first stream", unit: "ms", value, better: "less", aim: 100 },
});

interface Loaded {
  readonly figures: readonly Figure[];
  /** The load of other processes meanwhile, in cores. */
  readonly disturbance: number;
}

/** The message of the error that has ended a process, without the source around it. */
const reasonIn = (output: string): string => /^\w*[Ee]rror: (.+)$/m.exec(output)?.[1] ?? output.trim();

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
  if (code !== 0) throw new Error(child.signalCode ? `not done within ${timeoutMs / 1000} s` : reasonIn(errors));
  const own = Number(child.resourceUsage()?.cpuTime.total ?? 0) / 1e6;
  return { figures: JSON.parse(output), disturbance: others(own) };
}

/** Milliseconds for a scenario: logging in a thousand clients is the slow part. */
const timeoutFor = ({ extent }: Options, { extraTimeoutMs: timeoutMs = 0 }: Scenario): number =>
  60_000 + extent.seconds * 10_000 + extent.connections * 40 + timeoutMs;

/** What a scenario, or the start, has given. */
export type Outcome = Pick<Measurement, "scenario" | "figures" | "failure" | "disturbance">;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Measures a server with these scenarios: in order those that share it, then those with servers of their own. Each outcome is told as soon as it is known; what fails does not stop the rest. */
export async function takeTurn(
  peer: Peer,
  scenarios: readonly Scenario[],
  options: Options,
  tell: (outcome: Outcome) => Promise<void>,
): Promise<void> {
  const { extent } = options;
  const folder = temporaryFolder(peer.name);
  let running: Running | undefined;
  const load = async (scenario: Scenario, target: Server): Promise<Loaded> =>
    underLoad({ scenario: scenario.name, server: target, extent }, timeoutFor(options, scenario));
  const attempt = (scenario: string, work: () => Promise<Loaded>): Promise<void> =>
    work().then(
      (loaded) => tell({ scenario, ...loaded }),
      (error) => tell({ scenario, figures: [], failure: messageOf(error) }),
    );
  try {
    const accounts = accountsFor(extent);
    const onShared = scenarios.filter(({ stage = "shared" }) => stage === "shared");
    const rosters = new Map(onShared.flatMap((scenario) => [...(scenario.rosters?.(extent) ?? [])]));
    const all = { accounts: [...accounts, ...rosters.keys()], password: PASSWORD, rosters, web: true };
    const installation = await peer.install(folder.path, all);
    // The first start may create files, and does not count.
    await (await begin(installation)).stop();
    running = await begin(installation);
    await tell({ scenario: START, figures: [startFigure(running.startTime)] });
    const shared = serverOf(peer, running, accounts);
    for (const scenario of onShared) await attempt(scenario.name, () => load(scenario, shared));
    // Two of a kind would share memory.
    await running.stop();
    running = undefined;
    for (const scenario of scenarios) {
      const { stage = "shared" } = scenario;
      if (stage === "shared") continue;
      await attempt(scenario.name, async () => {
        await using opened = await openStage(stage, { peer, scenario, extent, begin });
        return await load(scenario, opened.server);
      });
    }
  } catch (error) {
    await tell({ scenario: START, figures: [], failure: messageOf(error) });
  } finally {
    await running?.stop();
    folder.remove();
  }
}
