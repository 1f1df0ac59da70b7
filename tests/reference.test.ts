/** docs/config.md and docs/commands.md are up to date, and every option is read somewhere. */
import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { printCommands } from "../src/command/commands-page.ts";
import { printJsonReference } from "../src/command/json/reference.ts";
import { verbs } from "../src/command/verbs.ts";
import { printReference } from "../src/config/reference.ts";
import { keyOf, SERVER_OPTIONS } from "../src/config/schema.ts";
import { printSentences } from "../src/config/sentences.ts";
import { modules } from "../src/modules.ts";
import { printDoap, printFeatures, withStandards } from "../src/standards.ts";
import { version } from "../src/version.ts";

const ROOT = join(import.meta.dir, "..");
const everyVerb = await Promise.all(Object.values(verbs).map((load) => load()));

test("docs/config.md matches the options (npm run docs writes it)", async () => {
  expect(await Bun.file(join(ROOT, "docs/config.md")).text()).toBe(printReference(modules));
});

test("the sentences of options to be translated are those of the options (npm run docs writes them)", async () => {
  for (const [path, source] of Object.entries(printSentences(modules)))
    expect(await Bun.file(join(ROOT, path)).text()).toBe(source);
});

test("docs/json.md matches what verbs print (npm run docs writes it)", async () => {
  expect(await Bun.file(join(ROOT, "docs/json.md")).text()).toBe(printJsonReference(everyVerb));
});

test("docs/features.md and doap.xml match the modules (npm run docs writes them)", async () => {
  expect(await Bun.file(join(ROOT, "docs/features.md")).text()).toBe(printFeatures(modules));
  expect(await Bun.file(join(ROOT, "doap.xml")).text()).toBe(printDoap(modules, version));
});

test.each([
  ["docs/commands.md", "en"],
  ["docs/fr/commands.md", "fr"],
] as const)("%s matches the verbs (npm run docs writes it)", async (path, language) => {
  expect(await Bun.file(join(ROOT, path)).text()).toBe(printCommands(everyVerb, language));
});

test.each(["README.md", "README.fr.md"])("the table in %s matches the modules", async (name) => {
  const readme = await Bun.file(join(ROOT, name)).text();
  expect(readme).toBe(withStandards(readme, modules));
});

test("every option of the server's own sections is read", () => {
  const readers = ["src", "installer"]
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
    )
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.startsWith(join("src", "config")))
    .map((path) => readFileSync(join(ROOT, path), "utf8"))
    .join("\n");
  const unread = Object.entries(SERVER_OPTIONS).flatMap(([section, options]) =>
    Object.keys(options)
      .filter((option) => !new RegExp(`\\b${option}\\b`).test(readers))
      .map((option) => keyOf(section, option)),
  );
  expect(unread).toEqual([]);
});
