/** Files and folders that the documents name exist. */
import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import packageJson from "../package.json" with { type: "json" };
import { readArguments, readWords } from "../src/command/arguments.ts";
import { COMMON_FLAGS } from "../src/command/verb.ts";
import { findVerb } from "../src/command/verb-table.ts";
import { verbs } from "../src/command/verbs.ts";

const ROOT = resolve(import.meta.dir, "..");
const DOCUMENTS = [
  "README.md",
  "README.fr.md",
  "CONTRIBUTING.md",
  "src/README.md",
  ...["docs", "docs/decisions", "docs/fr", "docs/moving"].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).flatMap((name) => (name.endsWith(".md") ? [`${folder}/${name}`] : [])),
  ),
];

/** `src/xml/limits.ts`, `xml/limits.ts` or `xml/`, as written in a document: source files, and folders. SUBJECT stands for any; a build makes dist/. */
const named = (text: string): string[] =>
  [...text.matchAll(/`((?:[\w.-]+\/)+(?:[\w-]+(?:\.test)?\.ts)?)`/g)].flatMap(([, path]) =>
    path && !/[A-Z]{4}|^dist\//.test(path) ? [path] : [],
  );

test.each(DOCUMENTS)("%s names files and folders that exist", (document) => {
  const missing = named(readFileSync(join(ROOT, document), "utf8")).filter(
    (path) => ![path, `src/${path}`, `src/xep/${path}`].some((place) => existsSync(join(ROOT, place))),
  );
  expect(missing).toEqual([]);
});

/** [text](path#anchor), where the path is not on the web. */
const linksIn = (text: string): string[] =>
  [...text.replace(/^```[\s\S]*?^```$/gm, "").matchAll(/\]\((?![a-z]+:)([^)\s]+)\)/g)].map(([, to = ""]) => to);

/** Of the headings, as GitHub makes them. */
const anchorsIn = (text: string): string[] =>
  [...text.replace(/^```[\s\S]*?^```$/gm, "").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-"),
  );

test.each(DOCUMENTS)("%s links to what is there", (document) => {
  const broken = linksIn(readFileSync(join(ROOT, document), "utf8")).filter((link) => {
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? join(ROOT, document) : resolve(join(ROOT, document, ".."), path);
    if (!existsSync(target)) return true;
    return anchor !== undefined && target.endsWith(".md") && !anchorsIn(readFileSync(target, "utf8")).includes(anchor);
  });
  expect(broken).toEqual([]);
});

test("each decision has a number of its own, which its title has too", () => {
  const files = readdirSync(join(ROOT, "docs/decisions"));
  const numbers = files.map((name) => Number(name.slice(0, 4)));
  expect(numbers.toSorted((a, b) => a - b)).toEqual(files.map((_, index) => index + 1));
  const titled = files.filter((name) => {
    const [title = ""] = readFileSync(join(ROOT, "docs/decisions", name), "utf8").split("\n");
    return title.startsWith(`# ${Number(name.slice(0, 4))}. `);
  });
  expect(titled).toEqual(files);
});

/** Shell commands in code blocks, without comments and continuation lines. */
const typedIn = (text: string): string[] =>
  [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)]
    .flatMap(([, block = ""]) => block.replaceAll("\\\n", "").split("\n"))
    .concat([...text.matchAll(/`((?:sudo )?(?:dist\/)?jabber-home \w[^`]*|npm [^`]*)`/g)].map(([, line = ""]) => line))
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line !== "");

test.each([
  ["README.md", 16],
  ["README.fr.md", 16],
  ...readdirSync(join(ROOT, "docs/moving")).map((name) => [`docs/moving/${name}`, 1] as const),
] as const)("the commands in %s exist", async (document, atLeast) => {
  const lines = typedIn(readFileSync(join(ROOT, document), "utf8"));
  let count = 0;
  for (const line of lines) {
    const [, typed] = /^(?:sudo )?(?:dist\/|\.\/)?jabber-home (.+)$/.exec(line) ?? [];
    const [, script] = /^npm (?:run )?([\w:]+)/.exec(line) ?? [];
    if (script !== undefined) expect([...Object.keys(packageJson.scripts), "test", "start"]).toContain(script);
    if (typed === undefined || typed.startsWith("--")) continue;
    count += 1;
    const words = typed.split(/\s+/);
    const found = findVerb(readWords(words).words, verbs);
    const { flags, operands = [] } = await found.load();
    readArguments(readWords(words).withoutWords(found.words), { ...flags, ...COMMON_FLAGS }, [...operands]);
  }
  expect(count).toBeGreaterThanOrEqual(atLeast);
});
