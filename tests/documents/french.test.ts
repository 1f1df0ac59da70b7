/** The French pages of docs/fr/ say what the English ones say: the same commands, and links to French pages where there are some. */
import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { DOCUMENTS, ROOT, typedIn } from "./typed.ts";

/** What newcomers need. */
const NEEDED = [
  ...["first-setup", "installing", "raspberry-pi", "setup-web", "router"],
  ...["moving", "backup", "updating", "troubleshooting", "reachable", "doctor"],
].map((name) => `docs/fr/${name}.md`);

const french = DOCUMENTS.filter((path) => path.startsWith("docs/fr/"));
const englishOf = (path: string) => path.replace("docs/fr/", "docs/");

test("what newcomers need is there in French, and nothing that has no English page", () => {
  expect(NEEDED.filter((path) => !french.includes(path))).toEqual([]);
  expect(french.filter((path) => !existsSync(join(ROOT, englishOf(path))))).toEqual([]);
});

test.each(french)("%s has the commands of its English page", (path) => {
  expect(typedIn(path).toSorted()).toEqual(typedIn(englishOf(path)).toSorted());
});

/** Without what is typed and shown. */
const outline = (path: string): string => {
  const text = readFileSync(join(ROOT, path), "utf8").replace(/^ *```[\s\S]*?^ *```$/gm, "");
  return [...text.matchAll(/^(#+ |- |\d+\. |\| |<img )/gm)].map(([mark]) => mark.trim().replace(/\d+/, "1")).join(" ");
};

test.each(french)("%s has the headings, lists, tables and pictures of its English page", (path) => {
  expect(outline(path)).toBe(outline(englishOf(path)));
});

test.each(french)("%s has the apostrophe of print, but in what is typed and shown", (path) => {
  const text = readFileSync(join(ROOT, path), "utf8").replace(/^ *```[\s\S]*?^ *```$|`[^`]*`/gm, "");
  expect(text.match(/.*\p{L}'\p{L}.*/gu) ?? []).toEqual([]);
});

test.each([...french, "README.fr.md"])("%s leads to French pages where there are some", (path) => {
  const links = [...readFileSync(join(ROOT, path), "utf8").matchAll(/\]\((?!https?:)([^)#\s]+\.md)/g)];
  const strays = links.flatMap(([, link = ""]) => {
    const target = posix.normalize(posix.join(posix.dirname(path), link));
    const own = target.replace(/^docs\/(?!fr\/)/, "docs/fr/");
    return own !== target && french.includes(own) ? [link] : [];
  });
  expect(strays).toEqual([]);
});
