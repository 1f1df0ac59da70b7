/** Every sentence of the TOML parser has one in each language. */
import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { LANGUAGES } from "./language.ts";

/** The sentences in the parser's source. */
function parserSentences(): readonly string[] {
  const folder = dirname(Bun.resolveSync("smol-toml", import.meta.dir));
  const sources = readdirSync(folder).filter((name) => name.endsWith(".js") && name !== "error.js");
  const calls = sources.flatMap((name) => readFileSync(join(folder, name), "utf8").split("TomlError.x(").slice(1));
  const found = calls.flatMap((call) => [...(call.split(";\n", 1)[0] ?? "").matchAll(/['`]([^'`\n]{6,})['`]/g)]);
  return [...new Set(found.map(([, sentence = ""]) => sentence))];
}

const OTHERS = LANGUAGES.filter((language) => language !== "en");

test.each(OTHERS)("a sentence of the TOML parser has one in %s, and no other sentence does", (language) => {
  const { tomlErrors } = require(join(import.meta.dir, language, "toml-errors.ts"));
  expect(Object.keys(tomlErrors).toSorted()).toEqual(parserSentences().toSorted());
});
