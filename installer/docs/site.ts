/** The site of the documents: every file of it, by its address. The same documents give the same bytes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addressOf } from "./addresses.ts";
import { readDocuments } from "./documents.ts";
import { linksOf } from "./links.ts";
import { render } from "./markdown.ts";
import { printPage } from "./page.ts";
import { type IndexedPage, indexPage, printIndex } from "./search-index.ts";
import { SECTIONS, type Section } from "./sections.ts";
import { LANGUAGES } from "./texts.ts";

const ASSETS = join(import.meta.dir, "../../assets");

/** Style and script: those of the program's own pages, and what the site has besides. */
const SHARED = ["style.css", "icon.svg", "docs.css", "docs.js"];

/** `root` is the folder of the repository. Throws Error for a link, an anchor or a picture that leads nowhere, and for raw HTML. */
export function makeSite(
  root: string,
  sections: readonly Section[] = SECTIONS,
): ReadonlyMap<string, string | Uint8Array<ArrayBuffer>> {
  const documents = readDocuments(root, sections);
  const files = new Map<string, string | Uint8Array<ArrayBuffer>>();
  for (const name of SHARED) files.set(name, readFileSync(join(ASSETS, name)));
  for (const language of LANGUAGES) {
    const index: IndexedPage[] = [];
    for (const path of documents.paths) {
      const document = documents.of(path, language);
      if (document === undefined) continue;
      const address = addressOf(path, language);
      const links = linksOf(root, documents, document, language, address);
      const text = render(document.markdown, links);
      files.set(address, printPage(sections, documents, { path, document, text, language }));
      for (const [needed, place] of links.needed) files.set(place, readFileSync(join(root, needed)));
      index.push(indexPage(address, document.title, text.html));
    }
    files.set(`search.${language}.js`, printIndex(index));
  }
  return files;
}
