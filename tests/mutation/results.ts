/** The results of a mutation run: saved to a file, resumed from it, and printed as a table. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Mutant } from "./mutants.ts";
import type { Result } from "./trial.ts";

export interface Results {
  has(mutant: Pick<Mutant, "id">): boolean;
  /** Written at once. */
  put(result: Result): void;
  all(): readonly Result[];
}

/** Opens the results in `file`; with `isAgain`, undetected mutants count as not tried. */
export function openResults(file: string, isAgain = false): Results {
  const found: readonly Result[] = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
  const byId = new Map(found.map((result) => [result.id, result]));
  const tried = new Set(found.flatMap(({ id, verdict }) => (isAgain && isMissed(verdict) ? [] : [id])));
  return {
    has: ({ id }) => tried.has(id),
    put: (result) => {
      byId.set(result.id, result);
      tried.add(result.id);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify([...byId.values()], undefined, 1)}\n`);
    },
    all: () => [...byId.values()],
  };
}

const isMissed = (verdict: Result["verdict"]): boolean => verdict === "survived" || verdict === "untested";
const oneLine = (text: string): string => text.replace(/\s+/g, " ").slice(0, 100);

/** The report: a line for each file, one for all, and a line for each undetected mutant. */
export function report(results: readonly Result[]): string {
  const counted = results.filter(({ verdict }) => verdict !== "not compiled");
  const row = (name: string, those: readonly Result[]): string => {
    const count = (...verdicts: readonly Result["verdict"][]): number =>
      those.filter(({ verdict }) => verdicts.includes(verdict)).length;
    const [killed, late, missed] = [count("killed"), count("timed out"), count("survived", "untested")];
    const share = those.length === 0 ? "–" : `${(((killed + late) / those.length) * 100).toFixed(1)} %`;
    return `| ${[name, those.length, killed, late, missed, share].join(" | ")} |`;
  };
  const paths = [...new Set(counted.map(({ path }) => path))].sort();
  const missed = counted.filter(({ verdict }) => isMissed(verdict));
  return [
    "| file | mutants | killed | timed out | survived | noticed |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...paths.map((path) =>
      row(
        path,
        counted.filter((result) => result.path === path),
      ),
    ),
    row("**all**", counted),
    ...(missed.length > 0 ? ["", "No test notices:", ""] : []),
    ...missed
      .sort((one, other) => one.path.localeCompare(other.path) || one.line - other.line)
      .map(({ id, path, line, kind, was, text, verdict }) => {
        const untested = verdict === "untested" ? " (no test is known)" : "";
        return `- ${path}:${line} ${kind}: \`${oneLine(was)}\` → \`${oneLine(text)}\`${untested} [${id}]`;
      }),
  ].join("\n");
}
