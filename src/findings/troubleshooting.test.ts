/** Every finding has its paragraph in docs/troubleshooting.md, in both languages, and nothing else has one. */
import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FINDING_KINDS } from "./finding-text.ts";

describe.each(["docs/troubleshooting.md", "docs/fr/troubleshooting.md"])("%s", (path) => {
  const page = readFileSync(join(import.meta.dir, "../..", path), "utf8");
  const paragraphs = [...page.matchAll(/^### (\S+)\n+(.+)$/gm)];

  test("each kind has one paragraph, by its name", () => {
    expect(paragraphs.map(([, kind = ""]) => kind).toSorted()).toEqual(FINDING_KINDS.toSorted());
  });

  test("links within the page lead to paragraphs", () => {
    const links = [...page.matchAll(/\]\(#([\w-]+)\)/g)].map(([, kind = ""]) => kind);
    expect(links.filter((kind) => !FINDING_KINDS.some((known) => known === kind))).toEqual([]);
    expect(links.length).toBeGreaterThan(20);
  });
});
