/**
 * What the documents show of the wizard is what a person sees. A block begins with "```wizard SCENARIO N last K": the last K
 * questions of the N-th screen that is kept in tests/end-to-end/screens. RENEW_SCREENS=1 writes the blocks anew.
 */
import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DOCUMENTS, ROOT } from "./typed.ts";

const BLOCK = /^```wizard ([\w-]+) (\d+) last (\d+)\n([\s\S]*?)^```$/gm;
const LINE = `${"─".repeat(80)}\n`;

/** `count` questions at the end of a screen: each begins with its mark. */
function lastOf(language: string, scenario: string, number: number, count: number): string {
  const kept = readFileSync(join(ROOT, "tests/end-to-end/screens", language, "80x24", `${scenario}.txt`), "utf8");
  const screen = kept.split(LINE)[number - 1] ?? "";
  // The first line of every screen but the first is what was typed.
  const lines = (number === 1 ? screen : screen.replace(/^.*\n/, "")).trimEnd().split("\n");
  const marks = lines.flatMap((line, index) => (/^[┌◇◆■▲]|^└ /.test(line) ? [index] : []));
  return `${lines.slice(marks.at(-count) ?? 0).join("\n")}\n`;
}

const withScreens = (path: string, text: string): string =>
  text.replace(BLOCK, (block, scenario: string, number: string, count: string, shown: string) => {
    const language = path.startsWith("docs/fr/") || path.includes(".fr.") ? "fr" : "en";
    const head = block.slice(0, block.length - shown.length - 3);
    return `${head}${lastOf(language, scenario, Number(number), Number(count))}\`\`\``;
  });

const pages = DOCUMENTS.filter((path) => readFileSync(join(ROOT, path), "utf8").includes("```wizard "));

test.each(pages)("%s shows the wizard as it is", (path) => {
  const text = readFileSync(join(ROOT, path), "utf8");
  const renewed = withScreens(path, text);
  if (process.env.RENEW_SCREENS === "1") writeFileSync(join(ROOT, path), renewed);
  else expect(text).toBe(renewed);
  expect(text.match(BLOCK)?.length).toBe(text.match(/^```wizard/gm)?.length);
});

test("the first setup is shown in both languages", () => {
  expect(pages).toEqual(["docs/first-setup.md", "docs/fr/first-setup.md"]);
});
