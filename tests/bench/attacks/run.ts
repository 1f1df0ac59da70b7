/** `npm run bench:attacks`: runs each attack against the compiled server, and prints what the bystander noticed. */
import { mkdirSync } from "node:fs";
import { cpus, loadavg, release } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { compiledProgram } from "../../support/process/compiled.ts";
import type { Attack } from "./attack.ts";
import { CORES, type Measured, measured } from "./measured.ts";
import { LEGEND, misses, report } from "./report.ts";
import { ATTACKS } from "./table.ts";

const HELP = `npm run bench:attacks -- [--only NAME,…] [--tries N] [--before FILE] [--program FILE] [--write]

  --only      of ${ATTACKS.map(({ name }) => name).join(", ")}
  --tries     how often an attack is played that misses an aim, before that is believed (3); the best counts
  --before    an earlier dist/attacks.json, to be shown beside
  --write     puts the table into docs/security.md, beside what it was before there were these bounds
  --program   another binary than dist/jabber-home, which is built where it is not up to date

Takes about ten minutes. Prints a table in Markdown and writes dist/attacks.json.
`;

const text = { type: "string" } as const;
const { values } = parseArgs({
  options: {
    only: text,
    tries: text,
    before: text,
    program: text,
    write: { type: "boolean" },
    help: { type: "boolean" },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const names = values.only?.split(",") ?? ATTACKS.map(({ name }) => name);
const unknown = names.find((name) => !ATTACKS.some((attack) => attack.name === name));
if (unknown !== undefined) throw new Error(`${unknown}: not one of ${ATTACKS.map(({ name }) => name).join(", ")}`);
const chosen = ATTACKS.filter(({ name }) => names.includes(name));
const tries = Number(values.tries ?? 3);
const program = [values.program ?? compiledProgram()];
const earlier = values.before ?? (values.write ? join(import.meta.dir, "before.json") : undefined);
const before: readonly Measured[] = earlier ? (await Bun.file(earlier).json()).results : [];
const DOCUMENT = resolve(import.meta.dir, "../../../docs/security.md");
const BETWEEN = /(<!-- attacks -->\n)[\s\S]*(<!-- attacks end -->)/;
const DIST = resolve(import.meta.dir, "../../../dist");

const log = (line: string): void => console.error(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${line}`);
// The bystander is in this process: on the attackers' core, not on the server's.
if (CORES) Bun.spawnSync(["taskset", "-apc", String(CORES.attackers), String(process.pid)]);

/** Repeats the attack until it misses no aim, or `tries` times; returns the best result. */
async function best(attack: Attack): Promise<Measured> {
  let found: Measured | undefined;
  for (let n = 0; n < tries; n += 1) {
    const one = await measured(program, attack);
    log(
      `${attack.name}: ${one.ping.toFixed(0)} ms, ${(one.memory / 1e6).toFixed(0)} MB, ${one.cpu.toFixed(2)} s, ${one.answered}`,
    );
    if (!found || misses(one) < misses(found) || (misses(one) === misses(found) && one.ping < found.ping)) found = one;
    if (misses(found) === 0) break;
  }
  if (!found) throw new Error("--tries has to be at least 1");
  return found;
}

const results: Measured[] = [];
const failures: string[] = [];
for (const attack of chosen) {
  try {
    results.push(await best(attack));
  } catch (error) {
    failures.push(`${attack.name}: ${error instanceof Error ? error.message : error}`);
    log(`failed: ${failures.at(-1)}`);
  }
}

const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Linux ${release()}; load ${loadavg()[0]?.toFixed(2)} at the end`;
const arrangement = CORES ? "Server and attackers on a core each." : "Server and attackers share the cores.";
const notes = [
  `${machine}. ${arrangement}`,
  LEGEND,
  ...chosen.map(({ name, about }) => `${name}: ${about}`),
  ...failures.map((failure) => `failed: ${failure}`),
];
const markdownText = `${report(results, before)}\n\n${notes.map((note) => `- ${note}`).join("\n")}`;
console.log(markdownText);
if (values.write) {
  const text = await Bun.file(DOCUMENT).text();
  await Bun.write(
    DOCUMENT,
    text.replace(BETWEEN, (_, from, to) => `${from}\n${markdownText}\n${to}`),
  );
}
mkdirSync(DIST, { recursive: true });
await Bun.write(join(DIST, "attacks.json"), `${JSON.stringify({ machine, results, failures }, undefined, 2)}\n`);
process.exit(failures.length > 0 ? 1 : 0);
