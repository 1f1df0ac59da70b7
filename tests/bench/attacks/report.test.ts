import { expect, test } from "bun:test";
import type { Measured } from "./measured.ts";
import { misses, report } from "./report.ts";
import { ATTACKS } from "./table.ts";

const MIB = 1024 * 1024;
const QUIET: Measured = {
  ...{ attack: "one", ping: 4, memory: MIB, kept: 0, disk: 8192, said: 500, cpu: 0.1, answered: "result", others: 0 },
};

test("figures beyond an aim are bold, and counted", () => {
  const loud = { ...QUIET, ping: 120, memory: 33 * MIB, disk: 3e6, said: 1e6 };
  expect([misses(QUIET), misses(loud)]).toEqual([0, 3]);
  expect(report([loud]).split("\n")[2]).toBe("| one | 1.0 MB | **120** | **33** | **3.0 MB** | 0.10 | result |");
});

test("a small growth of the database is not a miss, however little was sent", () => {
  expect(misses({ ...QUIET, disk: MIB })).toBe(0);
});

test("a disturbed measurement is marked", () => {
  expect(report([{ ...QUIET, others: 0.5 }])).toContain("| 4~ |");
});

test("earlier figures are shown beside; an attack without them has a dash", () => {
  const table = report([QUIET, { ...QUIET, attack: "other" }], [{ ...QUIET, ping: 900 }]);
  const [, , one, other] = table.split("\n");
  expect(one).toContain("| **900** | 1 | 8.2 kB | 0.10 | 4 | 1 | 8.2 kB | 0.10 |");
  expect(other).toContain("| – | – | – | – | 4 |");
});

test("each attack has a unique name and a description", () => {
  expect(new Set(ATTACKS.map(({ name }) => name)).size).toBe(ATTACKS.length);
  for (const { about } of ATTACKS) expect(about).toMatch(/^\S.*\.$/);
});
