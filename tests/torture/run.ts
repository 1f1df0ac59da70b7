/** Torture: faults of processes, power, disks and clocks under a mixed load, in rounds. */
import { parseArgs } from "node:util";
import { brokenCertificate, brokenConfiguration } from "./faults/broken-files.ts";
import { clock } from "./faults/clock.ts";
import { descriptors } from "./faults/descriptors.ts";
import { fileErrors, fullDisk, nameErrors, readErrors, syncErrors, writeErrors } from "./faults/disk-errors.ts";
import type { Fault } from "./faults/fault.ts";
import { openFaulty } from "./faults/faulty.ts";
import { kill } from "./faults/kill.ts";
import { powerCuts } from "./faults/power.ts";
import { stopped } from "./faults/stopped.ts";
import { keep } from "./kept.ts";
import { openRounds } from "./rounds.ts";
import type { Site } from "./sites.ts";

const HELP = `npm run torture -- [--kills N] [--power N] [--others N] [--only NAME] [--seed TEXT]

  --kills N    rounds of kill -9; 200 by default
  --power N    rounds of power cuts; 200 by default
  --others N   rounds of each other fault: of the disk, of the clock, of descriptors, of files, standing still; 5 by default
  --only NAME  of the others, those alone whose name contains this: "clock", "reading"
  --seed TEXT  begins with the rounds of this seed, as a former run has printed it without its last number`;

const STANDSTILL_MS = 60_000;

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    power: { type: "string", default: "200" },
    others: { type: "string", default: "5" },
    only: { type: "string", default: "" },
    seed: { type: "string", default: String(Date.now()) },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
let failed = 0;

/** Plays so many rounds with the same two servers, of each of these faults in turn. */
async function play(faults: readonly (() => Fault)[], count: number, start?: (site: Site) => Promise<void>) {
  if (count === 0) return;
  await using rounds = await openRounds(start);
  for (let number = 0; number < count * faults.length; number += 1) {
    const seed = `${values.seed}.${number}`;
    const began = performance.now();
    const fault = faults[number % faults.length]?.() as Fault;
    const found = await rounds.play(fault, seed);
    const ms = Math.round(performance.now() - began);
    const what = `${fault.name} ${number} seed ${seed} (${fault.account})`;
    console.log(`${what}: ${rounds.done} done, ${ms} ms, ${found.length} faults`);
    for (const sentence of found) console.log(`  ${sentence}`);
    if (found.length > 0) console.log(`  logs and homes: ${keep(rounds.sites, seed)}`);
    failed += found.length > 0 ? 1 : 0;
  }
}

using cuts = powerCuts();
using faulty = openFaulty();
const others = [
  () => writeErrors(faulty),
  () => syncErrors(faulty),
  () => readErrors(faulty),
  () => fileErrors(faulty),
  () => nameErrors(faulty),
  () => fullDisk(faulty),
  () => clock(faulty),
  () => descriptors(faulty.start),
  () => brokenConfiguration(faulty.start),
  () => brokenCertificate(faulty.start),
  () => stopped(STANDSTILL_MS),
];
const wanted = others.filter((make) => make().name.includes(values.only));
if (wanted.length === 0) throw new Error(`no fault has ${values.only} in its name`);
await play([() => kill()], Number(values.kills));
await play([cuts.fault], Number(values.power), cuts.start);
await play(wanted, Number(values.others), faulty.start);
console.log(failed === 0 ? "nothing is wrong" : `${failed} rounds in which something is wrong`);
process.exitCode = failed > 0 ? 1 : 0;
