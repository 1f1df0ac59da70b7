/** Which file of the repository a page is made from, and which address it has in the site. */
import { posix } from "node:path";
import type { Language } from "./texts.ts";

/** Files outside of docs/, and what their pages are called. */
const OTHERS: Readonly<Record<string, string>> = {
  "README.md": "index",
  "CONTRIBUTING.md": "contributing",
  "CHANGELOG.md": "changelog",
  "SECURITY.md": "reporting",
  "src/README.md": "map",
};

/** The French file of an English one, whether it is there or not: "docs/fr/router.md" of "docs/router.md". */
export function frenchOf(path: string): string {
  if (!path.startsWith("docs/")) return path.replace(/\.md$/, ".fr.md");
  return path.replace(/^docs\//, "docs/fr/");
}

/** The English file of a French one; of an English one, itself. */
export const englishOf = (path: string): string =>
  path.replace(/^docs\/fr\//, "docs/").replace(/^([^/]+)\.fr\.md$/, "$1.md");

/** "fr/moving/prosody.html", of the English file. */
export function addressOf(path: string, language: Language): string {
  const plain = OTHERS[path] ?? path.replace(/^docs\//, "").replace(/\.md$/, "");
  const name = posix.basename(plain) === "README" ? posix.join(posix.dirname(plain), "index") : plain;
  return `${language === "en" ? "" : `${language}/`}${name}.html`;
}

/** A link from one address of the site to another. */
export const between = (from: string, to: string): string => posix.relative(posix.dirname(from), to);
