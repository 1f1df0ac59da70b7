/** The bench: the same loads on this server and its peers, in one run, as figures and ratios. */
import { mkdirSync } from "node:fs";
import { arch, cpus, release } from "node:os";
import { join, resolve } from "node:path";
import { ARRANGEMENT, type Measured, measured } from "./measured.ts";
import { HELP, optionsOf } from "./options.ts";
import { markdown, rowsOf } from "./table.ts";

const OURS = "jabber-home";
const DIST = resolve(import.meta.dir, "../../dist");

const log = (line: string): void => console.error(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${line}`);

const options = optionsOf(process.argv.slice(2));
if (!options) {
  console.log(HELP);
  process.exit(0);
}

/** Load of other processes, in cores, from which a measurement counts as disturbed. */
const MAX_OTHER_LOAD = 0.15;

const disturbed = (servers: readonly Measured[]): string[] =>
  servers.flatMap(({ peer, disturbance }) =>
    [...disturbance].flatMap(([scenario, cores]) =>
      cores > MAX_OTHER_LOAD
        ? [`disturbed: other processes used ${cores.toFixed(2)} cores during ${peer.name}, ${scenario}`]
        : [],
    ),
  );

const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Linux ${release()} ${arch()}, Bun ${Bun.version}`;
const all: Measured[] = [];
const skipped: string[] = [];
for (const peer of options.peers) {
  const missing = peer.missing();
  if (missing === undefined) all.push(await measured(peer, options, log));
  else skipped.push(`${peer.name} is left out: it needs ${missing}`);
}

const failures = all.flatMap(({ peer, results }) =>
  [...results].flatMap(([scenario, result]) =>
    result instanceof Error ? [`${peer.name}, ${scenario}: ${result.message}`] : [],
  ),
);
const rows = rowsOf(all, OURS);
const servers = all.map(({ peer: { name, setting }, version, disturbance }) => ({
  ...{ name, version, setting },
  disturbance: Object.fromEntries(disturbance),
}));
const notes = [
  `${machine}. ${ARRANGEMENT} "≥": the load generator was at its end, not the server.`,
  ...servers.map(({ name, setting }) => `${name}: ${setting}.`),
  ...options.scenarios.map(({ name, about }) => `${name}: ${about}`),
  ...disturbed(all),
  ...skipped,
];
console.log(`${markdown(rows, all)}\n\n${notes.map((note) => `- ${note}`).join("\n")}`);
mkdirSync(DIST, { recursive: true });
const json = { date: new Date().toISOString(), machine, extent: options.extent, servers, skipped, failures, rows };
await Bun.write(join(DIST, "bench.json"), `${JSON.stringify(json, undefined, 2)}\n`);
for (const failure of failures) log(`failed: ${failure}`);
const isShort = failures.length > 0 || (process.env.CI === "true" && skipped.length > 0);
process.exit(isShort ? 1 : 0);
