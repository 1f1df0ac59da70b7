/** The bench: the same loads on this server and its peers, as figures, and as the report in docs/. */
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { arch, cpus, release } from "node:os";
import { join, resolve } from "node:path";
import type { Peer } from "../support/peers/peer.ts";
import { isCompiled } from "../support/process/program.ts";
import { HELP, type Options, optionsOf } from "./options.ts";
import { disturbanceOf, failuresOf } from "./report/notes.ts";
import { reportOf } from "./report/report.ts";
import { tableOf } from "./report/rows.ts";
import { markdownOf } from "./report/table.ts";
import { isDone, isSamePlan, type Results, readResults, withoutTurn, writeResults } from "./results.ts";
import { ARRANGEMENT, takeTurn } from "./server-turn.ts";

const ROOT = resolve(import.meta.dir, "../..");
const PAGE = join(ROOT, "docs/benchmarks.md");
const PICTURES = join(ROOT, "docs/images/bench");

const log = (line: string): void => console.error(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${line}`);

/** Ends the process with a sentence instead of a stack. */
function refuse(reason: string): never {
  console.error(reason);
  process.exit(2);
}

function parsedOptions(): Options {
  try {
    const options = optionsOf(process.argv.slice(2));
    if (options) return options;
  } catch (error) {
    refuse(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  }
  console.log(HELP);
  process.exit(0);
}

const options = parsedOptions();
const file = join(ROOT, "dist", options.isWhole ? "bench.json" : "bench-part.json");

const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Linux ${release()} ${arch()}, Bun ${Bun.version}`;
const fresh = (): Results => ({
  ...{ date: new Date().toISOString(), machine, arrangement: ARRANGEMENT, plan: options.plan },
  ...{ servers: [], skipped: [], measurements: [], seconds: 0 },
});

function begunResults(): Results {
  if (!options.resume) return fresh();
  const before = readResults(file) ?? refuse(`There is nothing to resume in ${file}.`);
  if (!isSamePlan(before.plan, options.plan)) refuse(`${file} is of another run: ${before.plan.command}`);
  return before;
}

/** Measures what is missing, and keeps each figure as soon as it is known. */
async function measure(begun: Results): Promise<Results> {
  const [missing, present]: [string[], Peer[]] = [[], []];
  for (const peer of options.peers) {
    const needs = peer.missing();
    if (needs === undefined) present.push(peer);
    else missing.push(`${peer.title} is left out: it needs ${needs}.`);
  }
  const servers = present.map((peer) => {
    const { name, title, setting } = peer;
    return { name, title, version: peer.version(), setting };
  });
  let results: Results = { ...begun, skipped: missing, servers };
  const began = performance.now();
  const keep = (changed: Results): void => {
    const seconds = begun.seconds + (performance.now() - began) / 1000;
    results = { ...changed, seconds };
    writeResults(file, results);
  };
  for (let round = 1; round <= options.rounds; round += 1)
    for (const peer of present) {
      const scenarios = options.scenariosOf(peer, round);
      if (isDone(results, { server: peer.name, round, scenarios: scenarios.map(({ name }) => name) })) continue;
      keep(withoutTurn(results, peer.name, round));
      log(`round ${round} of ${options.rounds}: ${peer.title}`);
      await takeTurn(peer, scenarios, options, async (outcome) => {
        log(`  ${outcome.scenario}${outcome.failure === undefined ? "" : `: failed: ${outcome.failure}`}`);
        keep({ ...results, measurements: [...results.measurements, { server: peer.name, round, ...outcome }] });
      });
    }
  return results;
}

/** The page and its charts; charts that are no longer made are removed. */
async function writeReport(results: Results): Promise<void> {
  const { markdown, pictures } = reportOf(results);
  mkdirSync(PICTURES, { recursive: true });
  for (const name of readdirSync(PICTURES)) if (!pictures.has(name)) rmSync(join(PICTURES, name));
  for (const [name, svg] of pictures) await Bun.write(join(PICTURES, name), svg);
  await Bun.write(PAGE, markdown);
  log(`written: ${PAGE}, and ${pictures.size} charts in ${PICTURES}`);
}

function print(results: Results): void {
  const { columns, rows } = tableOf(results);
  const named = rows.map((row) => ({ ...row, name: `${row.scenario}: ${row.name}` }));
  const notes = [disturbanceOf(results) ?? "", ...results.skipped, ...failuresOf(results)].filter(
    (note) => note !== "",
  );
  console.log(`${markdownOf(named, columns)}\n\n${notes.map((note) => `- ${note}`).join("\n")}`);
}

if (options.reportOnly) {
  await writeReport(readResults(file) ?? refuse(`Nothing was measured yet: there is no ${file}.`));
  process.exit(0);
}
if (!isCompiled && options.write) refuse("The report is of the compiled program: npm run build first.");
const results = await measure(begunResults());
print(results);
if (options.write) await writeReport(results);
const isShort = failuresOf(results).length > 0 || (process.env.CI === "true" && results.skipped.length > 0);
process.exit(isShort ? 1 : 0);
