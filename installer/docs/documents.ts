/** The documents of the repository: what the pages are made from, and the anchors in them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { frenchOf } from "./addresses.ts";
import { render } from "./markdown.ts";
import { DECISIONS, type Section } from "./sections.ts";
import { type Language, SITE_TEXTS } from "./texts.ts";

export interface Document {
  /** From the root of the repository. */
  readonly path: string;
  /** Its own; not that of the pages around it. */
  readonly language: Language;
  readonly markdown: string;
  /** Its first heading. */
  readonly title: string;
  readonly anchors: ReadonlySet<string>;
}

export interface Documents {
  /** The English files, in the order of the contents; decisions last. */
  readonly paths: readonly string[];
  /** What is shown of an English file's subject in a language: in French the English document, where there is no other. */
  of(path: string, language: Language): Document | undefined;
  /** What it is called: by its title, or, where that is in another language, by the contents. */
  titleOf(path: string, language: Language): string;
  /** A file by its own path. */
  at(path: string): Document | undefined;
}

/** Throws Error where one that is listed is missing. */
export function readDocuments(root: string, sections: readonly Section[]): Documents {
  const decisions = readdirSync(join(root, "docs/decisions"))
    .filter((name) => name.endsWith(".md"))
    .toSorted()
    .map((name) => `docs/decisions/${name}`);
  const listed = sections.flatMap(({ pages }) => pages.map(({ path }) => path));
  const paths = [...listed, ...decisions];
  const found = new Map<string, Document>();
  const add = (path: string, language: Language, markdown: string) => found.set(path, parse(path, language, markdown));
  for (const path of paths.filter((each) => each !== DECISIONS)) {
    add(path, "en", readFileSync(join(root, path), "utf8"));
    const french = frenchOf(path);
    if (existsSync(join(root, french))) add(french, "fr", readFileSync(join(root, french), "utf8"));
  }
  for (const language of ["en", "fr"] as const) {
    const { decisions: title, decisionsLead } = SITE_TEXTS[language];
    const lines = decisions.map((path) => `- [${found.get(path)?.title}](${linkTo(path, language)})`);
    const markdown = `# ${title}\n\n${decisionsLead}\n\n${lines.join("\n")}\n`;
    add(language === "en" ? DECISIONS : frenchOf(DECISIONS), language, markdown);
  }
  const of: Documents["of"] = (path, language) =>
    (language === "fr" ? found.get(frenchOf(path)) : undefined) ?? found.get(path);
  const labels = new Map(sections.flatMap(({ pages }) => pages.map(({ path, label }) => [path, label])));
  return {
    paths,
    of,
    titleOf: (path, language) => {
      const document = of(path, language);
      const label = document?.language === language ? undefined : labels.get(path)?.[language];
      return label ?? document?.title ?? path;
    },
    at: (path) => found.get(path),
  };
}

const linkTo = (path: string, language: Language): string =>
  path.replace("docs/decisions/", language === "en" ? "" : "../../decisions/");

function parse(path: string, language: Language, markdown: string): Document {
  const nowhere = { path, language, link: () => undefined, picture: (src: string) => ({ src, width: 1, height: 1 }) };
  const { headings } = render(markdown, nowhere);
  const [title] = headings;
  if (title === undefined || title.level !== 1) throw new Error(`${path}: it does not begin with a title`);
  return { path, language, markdown, title: title.text, anchors: new Set(headings.map(({ anchor }) => anchor)) };
}
