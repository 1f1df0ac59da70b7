/** `npm run mutants`: makes one small change at a time in a copy of the sources, and reports changes that no test detects. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Mutant, mutantsOf } from "./mutants.ts";
import { graphOf } from "./related.ts";
import { openResults, report } from "./results.ts";
import { openSources } from "./sources.ts";
import { copyTree, ROOT, type Tree } from "./tree.ts";
import { Trials } from "./trial.ts";

const HELP = `npm run mutants -- PATH… [--count N] [--seed TEXT] [--at-once 1|2] [--again] [--only ID,…] [--list] [--results FILE]

  PATH       files, and folders with all below them: src/store src/xep/rooms/0045-muc/privileges.ts
  --count    how many of the mutants are tried, chosen by the seed (all)
  --seed     another one chooses others (1)
  --at-once  copies of the tree in which tests run at the same time (1): two a core, tests wait a lot
  --again    those that no test has noticed are tried once more, with the tests as they are now
  --only     mutants by their ids, as the report has them
  --list     only tells what would be tried, and by which tests
  --results  where results are kept; a run goes on where it has stopped (dist/mutants.json)

Prints a table in Markdown. Minutes for a hundred mutants; nothing in the tree itself is changed.
`;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ...{ count: text, seed: text, "at-once": text, only: text, results: text },
    ...{ again: flag, list: flag, help: flag },
  },
});
if (values.help || positionals.length === 0) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}
const log = (line: string): void => console.error(`${(performance.now() / 1000).toFixed(0).padStart(5)} s  ${line}`);
const seed = values.seed ?? "1";
const others = Math.max(0, Number(values["at-once"] ?? 1) - 1);

const first = copyTree();
const paths = positionals.flatMap((place) =>
  place.endsWith(".ts")
    ? [place]
    : [...new Bun.Glob(`${place.replace(/\/$/, "")}/**/*.ts`).scanSync(first.root)].sort(),
);
const sources = paths.filter((path) => !/\.(test|d)\.ts$|\/testing\.ts$/.test(path));

/** The mutants of these files; the selected ones first. */
async function mutants(): Promise<Mutant[]> {
  await using parser = await openSources(first.root);
  const all: Mutant[] = [];
  for (const path of sources) all.push(...mutantsOf(path, await parser.tree(path)));
  const order = new Map(all.map(({ id }) => [id, Bun.hash(`${seed} ${id}`)]));
  return all.sort((one, other) => ((order.get(one.id) ?? 0n) < (order.get(other.id) ?? 0n) ? -1 : 1));
}

const only = values.only?.split(",");
const chosen = (await mutants())
  .filter(({ id }) => only?.includes(id) ?? true)
  .slice(0, values.count === undefined ? undefined : Number(values.count));
const graph = graphOf(first.root);
const results = openResults(values.results ?? join(ROOT, "dist/mutants.json"), values.again || only !== undefined);
if (values.list) {
  const list = chosen.map(
    ({ id, path, line, kind, was, text: changed }) =>
      `${id} ${path}:${line} ${kind}: ${was.replace(/\s+/g, " ").slice(0, 80)} → ${changed.replace(/\s+/g, " ").slice(0, 40)}`,
  );
  console.log(list.join("\n"));
  process.exit(0);
}

// File by file: its tests are run once unchanged for all its mutants.
const waiting = chosen
  .filter((mutant) => !results.has(mutant))
  .sort((one, other) => one.path.localeCompare(other.path));
const total = waiting.length;
log(`${chosen.length} mutants, ${total} of them not tried yet`);
const trials = new Trials(graph, log);
const work = async (tree: Tree): Promise<void> => {
  for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
    const result = await trials.result(mutant, tree);
    results.put(result);
    log(`${total - waiting.length}/${total} ${result.verdict}: ${mutant.path}:${mutant.line} ${mutant.kind}`);
  }
};
await Promise.all([first, ...Array.from({ length: others }, copyTree)].map(work));

const ids = new Set(chosen.map(({ id }) => id));
console.log(report(results.all().filter(({ id }) => ids.has(id))));
