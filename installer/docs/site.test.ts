/** The site of the documents: whole, searchable, and the same each time. */
import { afterAll, describe, expect, test } from "bun:test";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { wordsOf } from "./search-index.ts";
import { SECTIONS, type Section } from "./sections.ts";
import { makeSite } from "./site.ts";

const ROOT = join(import.meta.dir, "../..");
const folder = mkdtempSync(join(tmpdir(), "site-"));
afterAll(() => rmSync(folder, { recursive: true }));

const site = makeSite(ROOT);
const pages = [...site].flatMap(([address, content]) =>
  typeof content === "string" && address.endsWith(".html") ? [[address, content] as const] : [],
);

const markdownIn = (place: string): string[] =>
  readdirSync(join(ROOT, place)).flatMap((name) => (name.endsWith(".md") ? [`${place}/${name}`] : []));

describe("the contents", () => {
  test("list every page of docs/, once", () => {
    const listed = SECTIONS.flatMap(({ pages }) => pages.map(({ path }) => path));
    expect(listed).toEqual([...new Set(listed)]);
    expect([...markdownIn("docs"), ...markdownIn("docs/moving")].filter((path) => !listed.includes(path))).toEqual([]);
  });

  test("are on every page, which is marked in them if it is listed", () => {
    for (const [address, html] of pages) {
      expect(html.match(/<nav id="contents"/g)).toHaveLength(1);
      const marked = html.match(/aria-current="page"/g) ?? [];
      expect({ address, marked: marked.length }).toEqual({ address, marked: /decisions\/\d/.test(address) ? 0 : 1 });
    }
  });
});

test("every link of every page leads to a file of the site, and to an element of it", () => {
  const ids = new Map(pages.map(([address, html]) => [address, new Set(html.match(/(?<= id=")[^"]+/g))]));
  const broken = pages.flatMap(([address, html]) =>
    [...html.matchAll(/ (?:href|src)="([^"]+)"/g)].flatMap(([, href = ""]) => {
      if (/^https?:/.test(href)) return [];
      const [file = "", anchor] = href.split("#");
      const target = file === "" ? address : posix.join(posix.dirname(address), file);
      const isThere = site.has(target) && (anchor === undefined || ids.get(target)?.has(anchor));
      return isThere ? [] : [`${address}: ${href}`];
    }),
  );
  expect(broken).toEqual([]);
  expect(pages.length).toBeGreaterThan(150);
});

test("nothing is loaded from elsewhere, and no style or script stands in a page", () => {
  for (const [address, html] of pages) {
    const loaded = [...html.matchAll(/<(?:script|img|link)[^>]* (?:href|src)="([^"]+)"/g)].map(([, from = ""]) => from);
    expect({ address, away: loaded.filter((from) => /^[a-z]+:|^\//.test(from)) }).toEqual({ address, away: [] });
    expect(html).not.toMatch(/<script>|<style| style="| on[a-z]+="/);
  }
});

test("the same documents give the same bytes", () => {
  const again = makeSite(ROOT);
  expect([...again.keys()]).toEqual([...site.keys()]);
  expect([...again].filter(([address, content]) => String(content) !== String(site.get(address)))).toEqual([]);
});

test("a page that has no French text is shown in English among French ones, with a line that says so", () => {
  const html = String(site.get("fr/performance.html"));
  expect(html).toContain('<html lang="fr">');
  expect(html).toContain('<main id="text" lang="en">');
  expect(html).toContain('<p class="notice untranslated" lang="fr">Cette page');
  expect(String(site.get("fr/index.html"))).not.toContain("untranslated");
});

test("the index for searching has the section of every finding and option, by its words", () => {
  const scope: { docsIndex?: [string, string, [string, string, string, string][]][] } = {};
  new Function("globalThis", String(site.get("search.en.js")))(scope);
  const sections = scope.docsIndex?.find(([address]) => address === "troubleshooting.html")?.[2] ?? [];
  const [, , beginning, words] = sections.find(([anchor]) => anchor === "certificate-expired") ?? [];
  expect(beginning).toStartWith("Apps and servers do not connect");
  expect(` ${words} `).toContain(" certificate-expired ");
  expect(` ${words} `).toContain(" renewed ");
  expect(wordsOf("Éteint, l’œuvre: listen.https.")).toBe("eteint https listen listen.https oeuvre");
});

describe("a document of one's own", () => {
  const sections: readonly Section[] = [
    { title: { en: "All", fr: "Tout" }, pages: [{ path: "README.md" }, { path: "docs/a.md" }] },
  ];
  /** The site of a README, a page docs/a.md and its French text. */
  const siteOf = (readme: string, page = "# A\n\n## Part one\n", french?: string) => {
    const root = mkdtempSync(join(folder, "root-"));
    for (const place of ["docs/decisions", "docs/fr", "docs/images"]) mkdirSync(join(root, place), { recursive: true });
    cpSync(join(ROOT, "docs/images/link.en.png"), join(root, "docs/images/link.en.png"));
    writeFileSync(join(root, "docs/images/chart.svg"), '<svg xmlns="" width="760" height="300"></svg>');
    writeFileSync(join(root, "docs/images/chart.gif"), "GIF89a");
    writeFileSync(join(root, "docs/decisions/0001-one.md"), "# 1. One\n");
    writeFileSync(join(root, "README.md"), `# Read me\n\n${readme}`);
    writeFileSync(join(root, "docs/a.md"), page);
    if (french !== undefined) writeFileSync(join(root, "docs/fr/a.md"), french);
    return makeSite(root, sections);
  };

  test.each([
    ["[x](docs/b.md)", "README.md: no page is made of docs/b.md"],
    ["[x](docs/a.md#part-two)", "README.md: docs/a.md has no heading #part-two"],
    ["[x](#nowhere)", "README.md: README.md has no heading #nowhere"],
    ["[x](../secret.md)", "README.md: no page is made of ../secret.md"],
    ["![x](docs/images/none.png)", "README.md: there is no picture docs/images/none.png"],
    ["![x](https://example.com/a.png)", "README.md: there is no picture"],
    ["[x](javascript:alert)", "README.md: no page is made of javascript:alert"],
    ["<script>alert(1)</script>", "README.md: this HTML is not passed through: <script>alert(1)</script>"],
  ])("is refused for %s", (readme, problem) => {
    expect(() => siteOf(readme)).toThrow(problem);
  });

  test("has its text escaped, raw HTML within a line as well", () => {
    const html = String(siteOf('A <b onclick="x">b</b> & `<i>`\n').get("index.html"));
    expect(html).toContain("<p>A &lt;b onclick=&quot;x&quot;&gt;b&lt;/b&gt; &amp; <code>&lt;i&gt;</code></p>");
  });

  test("is linked in the reader's language, or in English where only that has the heading", () => {
    const links = "[one](docs/a.md) [two](docs/a.md#part-one) [docs/a.md](docs/a.md)\n";
    const made = siteOf(links, undefined, "# Première\n\n## Partie une\n");
    const html = String(made.get("fr/index.html"));
    expect(html).toContain('<a href="a.html">one</a> <a href="../a.html#part-one" hreflang="en">two</a>');
    expect(html).toContain('<a href="a.html">Première</a>');
    expect(String(made.get("index.html"))).toContain('<a href="a.html">A</a>');
  });

  test("does not break French lines before a colon, and leaves what is typed as it is", () => {
    const html = String(siteOf("", undefined, "# A\n\n« Oui » : `a : b`\n").get("fr/a.html"));
    expect(html).toContain("<p>«\u00a0Oui\u00a0»\u00a0: <code>a : b</code></p>");
  });

  test("has tables of many columns in an element that scrolls, which the keyboard reaches", () => {
    const tableOf = (columns: number) => `${"| x ".repeat(columns)}|\n${"| --- ".repeat(columns)}|\n`;
    expect(String(siteOf(tableOf(6)).get("index.html"))).toContain('<div class="wide" tabindex="0"><table>');
    expect(String(siteOf(tableOf(5)).get("index.html"))).not.toContain('class="wide"');
  });

  test("keeps a picture with its size", () => {
    const made = siteOf('<p>\n<img src="docs/images/link.en.png" width="100" alt="A link">\n</p>\n');
    expect(String(made.get("index.html"))).toMatch(
      /<img src="images\/link.en.png" width="100" height="\d+" alt="A link">/,
    );
    expect(made.has("images/link.en.png")).toBe(true);
  });

  test("has pictures as SVG too, and none of another kind", () => {
    const html = String(siteOf("![A chart](docs/images/chart.svg)\n").get("index.html"));
    expect(html).toContain('<img src="images/chart.svg" width="760" height="300" alt="A chart">');
    expect(() => siteOf("![A chart](docs/images/chart.gif)\n")).toThrow(
      "README.md: the size of docs/images/chart.gif is unknown: it is neither PNG nor SVG",
    );
  });
});
