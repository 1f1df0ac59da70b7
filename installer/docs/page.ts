/** What every page of the site has around its text: the head, search, the contents, the way on. */
import { addressOf, between } from "./addresses.ts";
import type { Document, Documents } from "./documents.ts";
import { escapeHtml, type Rendered } from "./markdown.ts";
import type { ListedPage, Section } from "./sections.ts";
import { type Language, SITE_TEXTS } from "./texts.ts";

export interface PageFacts {
  /** The English file. */
  readonly path: string;
  readonly document: Document;
  readonly text: Rendered;
  /** Of the pages around it. */
  readonly language: Language;
}

const MARK =
  '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" fill-rule="evenodd" d="M12 2 2 10.5V20a1 1 0 0 0 1 1h11l5 2.5V21h2a1 1 0 0 0 1-1v-9.500L12 2ZM8 12h8v2H8v-2Zm0 3.500h5v2H8v-2Z"/></svg>';

export function printPage(sections: readonly Section[], documents: Documents, facts: PageFacts): string {
  const { path, document, text, language } = facts;
  const texts = SITE_TEXTS[language];
  const address = addressOf(path, language);
  const to = (place: string) => escapeHtml(between(address, place));
  const [other] = language === "en" ? (["fr"] as const) : (["en"] as const);
  const isForeign = document.language !== language;
  const title = path === "README.md" ? texts.name : `${document.title} · ${texts.name}`;
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${to("icon.svg")}">
<link rel="stylesheet" href="${to("style.css")}">
<link rel="stylesheet" href="${to("docs.css")}">
<link rel="alternate" hreflang="${other}" href="${to(addressOf(path, other))}">
<script src="${to("docs.js")}" defer></script>
</head>
<body>
<a class="skip" href="#text">${texts.skip}</a>
<header class="top">
<a class="home" href="${to(addressOf("README.md", language))}">${MARK}<span>${texts.name}</span></a>
<nav class="ways" aria-label="${texts.name}"><a class="to-contents" href="#contents">${texts.contents}</a>
<a href="${to(addressOf(path, other))}" hreflang="${other}" lang="${other}">${texts.otherLanguage}</a></nav>
<form class="search" role="search" hidden data-index="${to(`search.${language}.js`)}" data-root="${to(".") || "."}" data-none="${texts.none}" data-one="${texts.one}" data-many="${texts.many}">
<label class="unseen" for="search">${texts.search}</label>
<input type="text" inputmode="search" id="search" placeholder="${texts.search}" autocomplete="off" spellcheck="false">
</form>
</header>
<div class="found" hidden><p role="status"></p><ol></ol></div>
<div class="sheet">
<main id="text"${isForeign ? ` lang="${document.language}"` : ""}>
${isForeign ? `<p class="notice untranslated" lang="${language}">${texts.untranslated}</p>\n` : ""}${withOutline(text, texts.onThisPage, isForeign ? language : undefined)}${wayOn(sections, documents, facts, to)}
</main>
<nav id="contents" aria-labelledby="contents-title">
<h2 id="contents-title">${texts.contents}</h2>
${sections.map((section) => printSection(section, documents, facts, to)).join("\n")}
</nav>
</div>
<footer><p>${texts.footer}</p></footer>
</body>
</html>
`;
}

/** What the contents call a page; the second one is its language, where that is not the reader's. */
function labelOf({ path, label = {} }: ListedPage, documents: Documents, language: Language): [string, Language] {
  const document = documents.of(path, language);
  return [
    label[language] ?? document?.title ?? path,
    label[language] === undefined ? (document?.language ?? "en") : language,
  ];
}

function printLink(page: ListedPage, documents: Documents, language: Language, to: (place: string) => string): string {
  const [label, spoken] = labelOf(page, documents, language);
  const lang = spoken === language ? "" : ` lang="${spoken}"`;
  return `<a href="${to(addressOf(page.path, language))}"${lang}>${escapeHtml(label)}</a>`;
}

function printSection(section: Section, documents: Documents, facts: PageFacts, to: (place: string) => string): string {
  const { path, language } = facts;
  const items = section.pages.map((page) => {
    const link = printLink(page, documents, language, to);
    return `<li>${page.path === path ? link.replace("<a ", '<a aria-current="page" ') : link}</li>`;
  });
  return `<h3>${escapeHtml(section.title[language])}</h3>\n<ul>${items.join("\n")}</ul>`;
}

/** Before the first heading of a long page: its headings of the second level. */
function withOutline({ html, headings }: Rendered, title: string, language: Language | undefined): string {
  const parts = headings.filter(({ level }) => level === 2);
  if (parts.length < 3) return html;
  const items = parts.map(({ anchor, text }) => `<li><a href="#${escapeHtml(anchor)}">${escapeHtml(text)}</a></li>`);
  const lang = language === undefined ? "" : ` lang="${language}"`;
  const outline = `<details class="outline"><summary${lang}>${title}</summary><ul>${items.join("\n")}</ul></details>\n`;
  return html.replace("</h1>\n", () => `</h1>\n${outline}`);
}

/** To the pages before and after this one; a decision has neither. */
function wayOn(
  sections: readonly Section[],
  documents: Documents,
  facts: PageFacts,
  to: (place: string) => string,
): string {
  const { path, language } = facts;
  const texts = SITE_TEXTS[language];
  const pages = sections.flatMap((section) => section.pages);
  const place = pages.findIndex((page) => page.path === path);
  if (place < 0) return "";
  const [before, next] = [pages[place - 1], pages[place + 1]];
  const item = (name: string, page: ListedPage | undefined) =>
    page === undefined ? "<span></span>" : `<span>${name}<br>${printLink(page, documents, language, to)}</span>`;
  return `<p class="way-on" lang="${language}">${item(texts.before, before)}${item(texts.next, next)}</p>`;
}
