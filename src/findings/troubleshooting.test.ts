/** Every finding has its paragraph in docs/troubleshooting.md, and nothing else has one. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FINDING_KINDS } from "./finding-text.ts";

const page = readFileSync(join(import.meta.dir, "../../docs/troubleshooting.md"), "utf8");
const paragraphs = [...page.matchAll(/^### (\S+)\n+(.+)$/gm)];

test("each kind has one paragraph, by its name", () => {
  expect(paragraphs.map(([, kind = ""]) => kind).toSorted()).toEqual(FINDING_KINDS.toSorted());
});

test("links within the page lead to paragraphs", () => {
  const links = [...page.matchAll(/\]\(#([\w-]+)\)/g)].map(([, kind = ""]) => kind);
  expect(links.filter((kind) => !FINDING_KINDS.some((known) => known === kind))).toEqual([]);
  expect(links.length).toBeGreaterThan(20);
});
