/** Which tests are run for a change of which file. */
import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BY_FOLDER, graphOf, testsOf } from "./related.ts";
import { openResults, report } from "./results.ts";
import { ROOT } from "./tree.ts";
import type { Result } from "./trial.ts";

const graph = graphOf(ROOT);

test("the file's own test comes first, then those that import it", () => {
  const [units, wider] = testsOf("src/session/stream-management-state.ts", graph);
  expect(units?.[0]).toBe("src/session/stream-management-state.test.ts");
  expect(units?.length).toBeGreaterThan(1);
  expect(wider).toContain("tests/conformance/xep-0198-stream-management.test.ts");
});

test("the tests of its part are run as well, at any distance", () => {
  const [units] = testsOf("src/federation/incoming/bidi-sender.ts", graph);
  expect(units).toContain("src/federation/incoming/stream-management.test.ts");
  expect(testsOf("src/xep/0191-blocking.ts", graph)[0]).not.toContain("src/xep/publishing/0163-pep.test.ts");
});

test("a XEP has the conformance test of its number", () => {
  expect(testsOf("src/xep/0191-blocking.ts", graph).flat()).toContain("tests/conformance/xep-0191-blocking.test.ts");
});

test("every pattern matches tests", () => {
  const without = BY_FOLDER.flatMap(([, ...patterns]) => patterns).filter((pattern) => {
    const glob = new Bun.Glob(`tests/${pattern}`);
    return !graph.tests.some((path) => glob.match(path));
  });
  expect(without).toEqual([]);
});

test("mutants with a result are not tried again, except undetected ones", () => {
  const folder = mkdtempSync(join(tmpdir(), "jabber-home-results-"));
  const file = join(folder, "mutants.json");
  const base = { path: "a.ts", line: 1, kind: "guard", was: "if (x) return;", text: ";", tests: [] } as const;
  const killed: Result = { ...base, id: "k", verdict: "killed" };
  const survived: Result = { ...base, id: "s", line: 2, verdict: "survived" };
  try {
    const results = openResults(file);
    for (const result of [killed, survived]) results.put(result);
    const tried = (isAgain: boolean) => [killed, survived].map((result) => openResults(file, isAgain).has(result));
    expect([tried(false), tried(true)]).toEqual([
      [true, true],
      [true, false],
    ]);
    expect(report(openResults(file).all())).toContain("| a.ts | 2 | 1 | 0 | 1 | 50.0 % |");
    expect(report(openResults(file).all())).toContain("- a.ts:2 guard: `if (x) return;` → `;` [s]");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
