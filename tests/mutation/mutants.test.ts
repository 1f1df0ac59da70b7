/** The mutants of a source file, and that each is still a valid program. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applied, type Mutant, mutantsOf } from "./mutants.ts";
import { openSources, type Sources } from "./sources.ts";

const TEXT = `
import { log } from "./log.ts";
type Answer = { readonly limit: 5 };
export async function take(list: readonly number[], most: number): Promise<boolean> {
  if (list.length > most) throw new Error("too many");
  log.info({ event: "taken" });
  await written(list);
  const isFine = list.some((one) => one === 3) && most > 0;
  return isFine ? true : never(list);
}
`;

let folder: string;
let sources: Sources;
let mutants: readonly Mutant[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "jabber-home-mutants-test-"));
  await Bun.write(
    join(folder, "tsconfig.json"),
    JSON.stringify({ files: ["take.ts"], compilerOptions: { noLib: true } }),
  );
  await Bun.write(join(folder, "take.ts"), TEXT);
  sources = await openSources(folder);
  mutants = mutantsOf("take.ts", await sources.tree("take.ts"));
}, 60_000);
afterAll(async () => {
  await sources?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const describeMutants = (kind: Mutant["kind"]): string[] =>
  mutants.filter((mutant) => mutant.kind === kind).map(({ line, was, text }) => `${line}: ${was} → ${text}`);

test("comparisons, logic, quantifiers and numbers are changed to similar ones", () => {
  expect(describeMutants("comparison")).toEqual(["5: > → >=", "8: === → !==", "8: > → >="]);
  expect(describeMutants("logic")).toEqual(["8: && → ||"]);
  expect(describeMutants("quantifier")).toEqual(["8: some → every"]);
  expect(describeMutants("bound")).toEqual(["8: 3 → (4)", "8: 3 → (2)", "8: 0 → (1)", "8: 0 → (-1)"]);
});

test("guards, statements and awaits are removed", () => {
  expect(describeMutants("guard")).toEqual(['5: if (list.length > most) throw new Error("too many"); → ;']);
  expect(describeMutants("statement")).toEqual(["7: await written(list); → ;"]);
  expect(describeMutants("await")).toEqual(["7: await written(list) → (written(list))"]);
});

test("conditions are negated, and return values become constants", () => {
  expect(describeMutants("condition")).toEqual(["9: isFine → !(isFine)"]);
  expect(describeMutants("boolean")).toEqual(["9: true → false"]);
  expect(describeMutants("returned")).toEqual([
    "8: one === 3 → true",
    "8: one === 3 → false",
    "9: isFine ? true : never(list) → undefined",
  ]);
});

test("log calls and types are not changed", () => {
  expect(mutants.filter(({ line }) => line === 2 || line === 3 || line === 6)).toEqual([]);
});

test("each mutant is a valid program with a unique id", () => {
  const transpiler = new Bun.Transpiler({ loader: "ts" });
  for (const mutant of mutants) expect(() => transpiler.transformSync(applied(TEXT, mutant))).not.toThrow();
  expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
});
