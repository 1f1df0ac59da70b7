/** Every sentence of the TOML parser has its French one. */
import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tomlErrors } from "./fr/toml-errors.ts";

/** The sentences in the parser's source. */
function parserSentences(): readonly string[] {
  const folder = dirname(Bun.resolveSync("smol-toml", import.meta.dir));
  const sources = readdirSync(folder).filter((name) => name.endsWith(".js") && name !== "error.js");
  const calls = sources.flatMap((name) => readFileSync(join(folder, name), "utf8").split("TomlError.x(").slice(1));
  const found = calls.flatMap((call) => [...(call.split(";\n", 1)[0] ?? "").matchAll(/['`]([^'`\n]{6,})['`]/g)]);
  return [...new Set(found.map(([, sentence = ""]) => sentence))];
}

test("a sentence of the TOML parser has a French one, and no other sentence does", () => {
  expect(parserSentences().toSorted()).toEqual(Object.keys(tomlErrors).toSorted());
});
