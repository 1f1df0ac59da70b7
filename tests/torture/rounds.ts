/** Rounds: a load, a fault in the middle of it, and what is true afterwards. */
import { readFileSync, statSync } from "node:fs";
import type { Fault } from "./faults/fault.ts";
import { type Load, openLoad } from "./load/load.ts";
import { becomes } from "./load/patience.ts";
import { graveFindings } from "./oracle/doctor.ts";
import { type Random, randomOf } from "./random.ts";
import { openSites, type Site, type Sites } from "./sites.ts";

/** So much is answered or acknowledged before a fault. */
const MIN_DONE = 10;
const MAX_DONE = 300;

export interface Rounds extends AsyncDisposable {
  readonly sites: Sites;
  /** How much has been answered or acknowledged. */
  readonly done: number;
  /** One round. Resolves with what is wrong, in sentences. */
  play(fault: Fault, seed: string): Promise<readonly string[]>;
}

/** Sets up two servers, and starts them with a load that waits. `begin` starts a server where it is not simply started. */
export async function openRounds(begin: (site: Site) => Promise<void> = (site) => site.start()): Promise<Rounds> {
  await using opened = new AsyncDisposableStack();
  const sites = opened.use(await openSites());
  for (const site of sites.all) await begin(site);
  const random = randomOf("load");
  const load = await openLoad(sites, random);
  const logs = new Map(sites.all.map((site) => [site, statSync(site.log).size]));
  // This network's names are those of a test.
  const before = new Set((await graveFindings(sites)).map(({ kind }) => kind));
  const stack = opened.move();
  return {
    sites,
    get done() {
      return load.done;
    },
    play: async (fault, seed) => {
      random.restart(seed);
      const found = await played({ sites, random, load }, fault);
      for (const { kind, sentence } of await graveFindings(sites))
        if (!before.has(kind)) found.push(`the doctor finds ${kind}: ${sentence}`);
      return [...found, ...errorsIn(logs, fault)];
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

interface Stage {
  readonly sites: Sites;
  readonly random: Random;
  readonly load: Load;
}

async function played({ sites, random, load }: Stage, fault: Fault): Promise<string[]> {
  const target = load.done + random.integer(MIN_DONE, MAX_DONE);
  let isOver = false;
  load.world.mayRefuse = fault.mayRefuse === true;
  load.world.behind = (site) => fault.behind?.(site) ?? 0;
  const running = Promise.allSettled(load.activities.map((activity) => activity.run(() => isOver)));
  const faults: string[] = [];
  if (!(await becomes(() => load.done >= target))) faults.push("the load has come to a standstill");
  await fault.strikes({ sites, random });
  isOver = true;
  faults.push(...(await fault.isOver({ sites, random })));
  load.world.copies = fault.copies ?? 1;
  for (const app of load.apps) if (!app.isConnected) await app.comesBack();
  for (const [index, ended] of (await running).entries())
    if (ended.status === "rejected") faults.push(`${load.activities[index]?.name}: ${ended.reason}`);
  for (const activity of load.activities) {
    const found = await activity.check(fault.loss).catch((error: unknown) => [String(error)]);
    faults.push(...found.map((sentence) => `${activity.name}: ${sentence}`));
  }
  // What was read is on the disk: the next round begins from there.
  await Promise.all(load.apps.map((app) => app.isAcknowledged()));
  return faults;
}

/** Lines that were logged as errors since the last look, and what was printed that is no event. */
function errorsIn(logs: Map<Site, number>, { errors = [] }: Fault): string[] {
  return [...logs].flatMap(([site, seen]) => {
    const written = readFileSync(site.log).subarray(seen);
    // The last line may be one that is just being written.
    const whole = written.subarray(0, written.lastIndexOf("\n") + 1);
    logs.set(site, seen + whole.length);
    const lines = whole.toString().split("\n");
    return lines
      .filter((line) => line !== "" && !isHarmless(line, errors))
      .map((line) => `${site.domain} logs: ${line}`);
  });
}

function isHarmless(line: string, errors: readonly string[] | "any"): boolean {
  if (errors === "any") return true;
  try {
    const { level, event } = JSON.parse(line) as { level?: string; event?: string };
    return level !== "error" || errors.includes(event ?? "");
  } catch {
    return false;
  }
}
