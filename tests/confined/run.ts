/**
 * npm run confined [-- --minutes N]: a server in 128 MiB and a quarter of a core, as on a very small machine, for an hour, with fifty
 * people who chat, talk in rooms, read archives, come and go, and send pictures. Linux, as root. Exit code 1 where something was
 * refused, lost, or ended by the system.
 */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ring } from "../bench/rosters.ts";
import { baseline } from "../support/peers/jabber-home.ts";
import { start, temporaryFolder } from "../support/peers/peer.ts";
import { run } from "../support/peers/run.ts";
import { usageOf } from "../support/process/processes.ts";
import { isCompiled, program } from "../support/process/program.ts";
import { Answers } from "./answers.ts";
import { type Cgroup, makeCgroup } from "./cgroup.ts";
import { People } from "./people.ts";

const MIB = 1024 * 1024;
const LIMITS = { memoryBytes: 128 * MIB, cpuShare: 0.25 };
const PEOPLE = 50;
const CONTACTS = 10;
const PASSWORD = "o sweet content";
/** No answer takes longer, in milliseconds. */
const BOUND = 200;
const MINUTE = 60_000;
const DEFAULT_MINUTES = 60;
/** Milliseconds that it is left alone at the end: what is given back is given back then. */
const REST = 30_000;

const { values } = parseArgs({ options: { minutes: { type: "string" } } });
const minutes = Number(values.minutes ?? DEFAULT_MINUTES);

/** Does it again and again until `ends`, at intervals that vary by half; returns how often it failed. */
async function again(interval: number, act: () => Promise<unknown>, ends: number): Promise<number> {
  let failures = 0;
  while (performance.now() < ends) {
    await Bun.sleep(interval * (0.5 + Math.random()));
    await act().catch((error: unknown) => {
      failures += 1;
      console.error(`${new Date().toISOString()} ${error instanceof Error ? error.message : error}`);
    });
  }
  return failures;
}

/** A copy of the program, on the disk. Throws where it has not been built since the sources were changed. */
function copiedProgram(folder: string): string {
  const [binary] = program;
  if (!isCompiled || binary === undefined) throw new Error("the program has to be built first: npm run build");
  const copy = join(folder, "jabber-home");
  copyFileSync(binary, copy);
  run(["sync", copy]);
  return copy;
}

function memoryLine(when: string, pid: number, cgroup: Cgroup): string {
  const { pss, anonymous, cpu } = usageOf(pid);
  const { peak, kills, throttled } = cgroup.usage();
  const mib = (bytes: number): string => (bytes / MIB).toFixed(1);
  return `${when}: ${mib(pss)} MiB (PSS), ${mib(anonymous)} of them anonymous; the most in the cgroup, with files, ${mib(peak)}; killed ${kills}; ${cpu.toFixed(1)} s of CPU, kept waiting for ${throttled.toFixed(1)} s`;
}

const folder = temporaryFolder("confined");
const rosters = ring("person", PEOPLE, CONTACTS);
const names = [...rosters.keys()];
const peer = baseline(copiedProgram(folder.path));
const installation = await peer.install(folder.path, { accounts: names, password: PASSWORD, rosters, web: true });
// Out of the system's cache, so that what is read of it counts as the server's.
run(["dd", `if=${installation.command[0]}`, "iflag=nocache", "count=0"]);
const cgroup = makeCgroup(`jabber-home-${process.pid}`, LIMITS);
const answers = new Answers();
const running = await start({ ...installation, command: cgroup.confined(installation.command) }, { timeoutMs: MINUTE });
let failures = 0;
try {
  console.log(memoryLine("started", running.pid, cgroup));
  const people = new People({ installation, names, password: PASSWORD, answers });
  await people.arrive();
  console.log(memoryLine("all are there", running.pid, cgroup));
  const ends = performance.now() + minutes * MINUTE;
  const report = again(5 * MINUTE, async () => console.log(memoryLine("meanwhile", running.pid, cgroup)), ends);
  const counts = await Promise.all(people.doings.map(([interval, act]) => again(interval, act, ends)));
  failures = counts.reduce((sum, count) => sum + count, 0);
  console.log(memoryLine("at the end", running.pid, cgroup));
  people.leave();
  await Bun.sleep(REST);
  console.log(memoryLine("when all have gone", running.pid, cgroup));
  void report;
  for (const { kind, count, median, p99, longest, late } of answers.kinds(BOUND))
    console.log(
      `${kind.padEnd(26)} ${String(count).padStart(6)}   median ${median.toFixed(1)} ms, 99 % ${p99.toFixed(1)}, longest ${longest.toFixed(1)}, over ${BOUND} ms ${late}`,
    );
  failures += cgroup.usage().kills;
} finally {
  await running.stop();
  await cgroup.remove();
  folder.remove();
}
console.log(failures === 0 ? "nothing was refused, lost or killed" : `${failures} failures`);
process.exit(failures === 0 ? 0 : 1);
