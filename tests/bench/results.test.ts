import { expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { optionsOf } from "./options.ts";
import {
  isDone,
  isSamePlan,
  type Measurement,
  type Results,
  readResults,
  withoutTurn,
  writeResults,
} from "./results.ts";

const planOf = (...args: string[]) => {
  const options = optionsOf(args);
  if (!options) throw new Error("these arguments ask for help");
  return options.plan;
};

const measured = (scenario: string, round: number, failure?: string): Measurement => ({
  ...{ server: "prosody", round, scenario, figures: [] },
  ...(failure === undefined ? {} : { failure }),
});

const resultsOf = (...measurements: Measurement[]): Results => ({
  ...{ date: "2026-11-30T15:00:00Z", machine: "", arrangement: "", servers: [], skipped: [], seconds: 1, measurements },
  plan: planOf(),
});

const turn = { server: "prosody", round: 1, scenarios: ["memory", "chat"] };

test("a turn is done when each of its scenarios is measured or has failed", () => {
  const start = measured("start", 1);
  expect(isDone(resultsOf(start, measured("memory", 1)), turn)).toBe(false);
  expect(isDone(resultsOf(start, measured("memory", 1), measured("chat", 2)), turn)).toBe(false);
  expect(isDone(resultsOf(start, measured("memory", 1), measured("chat", 1, "no")), turn)).toBe(true);
});

test("a server that cannot be started has had its turn", () => {
  expect(isDone(resultsOf(measured("start", 1, "it accepts no stream")), turn)).toBe(true);
});

test("a turn that was cut is measured anew, and others are kept", () => {
  const [cut, kept] = [measured("memory", 2), measured("memory", 1)];
  expect(withoutTurn(resultsOf(kept, cut), "prosody", 2).measurements).toEqual([kept]);
});

test("what is measured is read again as it was written, and nothing else stays in the folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "results-"));
  const file = join(folder, "bench.json");
  const results = resultsOf(measured("chat", 1));
  writeResults(file, resultsOf());
  writeResults(file, results);
  const [found, names] = [readResults(file), readdirSync(folder)];
  rmSync(folder, { recursive: true });
  expect(found).toEqual(results);
  expect(names).toEqual(["bench.json"]);
});

test("a run continues one with the same options alone, whether or not it writes", () => {
  expect(isSamePlan(planOf("--quick", "--resume", "--write"), planOf("--quick"))).toBe(true);
  expect(isSamePlan(planOf("--quick"), planOf())).toBe(false);
  expect(isSamePlan(planOf("--only", "ours"), planOf("--only", "ours,prosody"))).toBe(false);
});

test("a whole run measures each server in each round, and what is measured once in the first", () => {
  const options = optionsOf([]);
  const [ours, , files] = options?.peers ?? [];
  const names = (peer: typeof ours, round: number) =>
    peer === undefined ? [] : (options?.scenariosOf(peer, round).map(({ name }) => name) ?? []);
  expect(names(ours, 1)).toContain("scale-online");
  expect(names(ours, 2)).toContain("chat");
  expect(names(ours, 2)).not.toContain("scale-online");
  expect(names(files, 1)).not.toContain("chat-bosh");
  const jabberd2 = options?.peers.find(({ name }) => name === "jabberd2");
  expect(names(jabberd2, 1)).not.toContain("archive");
});
