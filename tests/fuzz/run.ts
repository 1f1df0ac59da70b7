/** npm run fuzz: a million inputs, or as many as asked for, for what reads what others send. */
import { parseArgs } from "node:util";
import { fuzz, tried } from "./fuzz.ts";
import { TARGETS } from "./targets.ts";

const HELP = `npm run fuzz -- [--target NAME] [--inputs N] [--minutes N] [--seed N] [--input BASE64]

  --target NAME    this one alone: ${TARGETS.map(({ name }) => name).join(", ")}
  --inputs N       for all targets together (1000000)
  --minutes N      no longer than that
  --seed N         the same inputs as then; otherwise new ones
  --input BASE64   this input alone, for one target`;

const { values } = parseArgs({
  options: {
    target: { type: "string" },
    inputs: { type: "string", default: "1000000" },
    minutes: { type: "string" },
    seed: { type: "string" },
    input: { type: "string" },
    help: { type: "boolean" },
  },
});
const targets = TARGETS.filter(({ name }) => values.target === undefined || name === values.target);
if (values.help || targets.length === 0) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

if (values.input !== undefined) {
  for (const target of targets) console.log(target.name, await tried(target, Buffer.from(values.input, "base64")));
  process.exit(0);
}

const seed = values.seed === undefined ? Math.floor(Math.random() * 0x7fffffff) : Number(values.seed);
const end = Date.now() + Number(values.minutes ?? Number.POSITIVE_INFINITY) * 60_000;
const shares = targets.reduce((sum, { share = 1 }) => sum + share, 0);
console.log(`seed ${seed}`);
let found = 0;
for (const [n, target] of targets.entries()) {
  const missing = target.missing?.();
  if (missing !== undefined) {
    console.log(`${target.name} is left out: it needs ${missing}`);
    continue;
  }
  const count = Math.ceil((Number(values.inputs) * (target.share ?? 1)) / shares);
  // What is left of the time is for all that follow alike.
  const until = Date.now() + (end - Date.now()) / (targets.length - n);
  const begun = performance.now();
  const { inputs, outcomes, findings } = await fuzz(target, { seed, count, isOver: () => Date.now() > until });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${target.name}: ${inputs} inputs, ${outcomes} outcomes, ${findings.length} findings, ${seconds} s`);
  for (const { what, input } of findings)
    console.log(`  ${what}\n  npm run fuzz -- --target ${target.name} --input ${input.toString("base64")}`);
  found += findings.length;
}
process.exit(found > 0 ? 1 : 0);
