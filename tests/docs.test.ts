/** Files and folders that the documents name exist; their commands: tests/documents/. */
import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

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
