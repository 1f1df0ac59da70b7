/** Files and folders that the documents name exist. */
import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dir, "..");
const DOCUMENTS = [
  "README.md",
  "README.fr.md",
  "CONTRIBUTING.md",
  "src/README.md",
  ...["docs", "docs/decisions"].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).flatMap((name) => (name.endsWith(".md") ? [`${folder}/${name}`] : [])),
  ),
];

/** `src/xml/limits.ts`, `xml/limits.ts` or `xml/`, as written in a document: source files, and folders. SUBJECT stands for any. */
const named = (text: string): string[] =>
  [...text.matchAll(/`((?:[\w.-]+\/)+(?:[\w-]+(?:\.test)?\.ts)?)`/g)].flatMap(([, path]) =>
    path && !/[A-Z]{4}/.test(path) ? [path] : [],
  );

test.each(DOCUMENTS)("%s names files and folders that exist", (document) => {
  const missing = named(readFileSync(join(ROOT, document), "utf8")).filter(
    (path) => ![path, `src/${path}`, `src/xep/${path}`].some((place) => existsSync(join(ROOT, place))),
  );
  expect(missing).toEqual([]);
});
