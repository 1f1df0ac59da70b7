/** Markdown as HTML: by Bun's parser, with elements of our own. Raw HTML is not passed through. */
import type { Language } from "./texts.ts";

export interface Heading {
  readonly level: number;
  readonly anchor: string;
  /** Without markup. */
  readonly text: string;
}

export interface Rendered {
  readonly html: string;
  readonly headings: readonly Heading[];
}

export interface Picture {
  readonly src: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

export interface Link {
  /** Attributes of the element `a`, escaped. */
  readonly attributes: string;
  /** What the page is called that it leads to, if it is one of the site. */
  readonly title?: string;
}

/** What the page around a text knows: where links and pictures of it lead. */
export interface Surroundings {
  /** Named in errors. */
  readonly path: string;
  /** Of the text. */
  readonly language: Language;
  /** Undefined where the site has no such page: a file of the source. Throws Error for a link that leads nowhere. */
  link(href: string): Link | undefined;
  /** Throws Error for a picture that is not there. */
  picture(src: string): Picture;
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (each) => ESCAPES[each] ?? each);

/** Of what `escapeHtml` has made. */
export const unescapeHtml = (html: string): string =>
  html.replace(/&(amp|lt|gt|quot);/g, (each) => Object.keys(ESCAPES).find((key) => ESCAPES[key] === each) ?? each);

/** Text of HTML that `render` has made. */
export const textOf = (html: string): string => unescapeHtml(html.replace(/<[^>]*>/g, ""));

/** The anchor of a heading, as GitHub makes it. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");

/** French text does not break before these signs, nor within the quotation marks; code stays as it is typed. */
const withFirmSpaces = (html: string): string =>
  html.replace(/<pre[\s\S]*?<\/pre>|<code>[\s\S]*?<\/code>|<[^>]*>|[^<]+/g, (part) =>
    part.startsWith("<") ? part : part.replace(/ (?=[;:?!»%])/g, "\u00a0").replaceAll("« ", "«\u00a0"),
  );

/** Throws Error for raw HTML other than pictures, `details` and comments. */
export function render(markdown: string, around: Surroundings): Rendered {
  const headings: Heading[] = [];
  const html = Bun.markdown.render(markdown, {
    text: escapeHtml,
    heading: (children, { level }) => {
      const text = textOf(children);
      const plain = anchorOf(text);
      const same = headings.filter(({ anchor }) => anchor.replace(/-\d+$/, "") === plain || anchor === plain).length;
      const anchor = same === 0 ? plain : `${plain}-${same}`;
      headings.push({ level, anchor, text });
      return `<h${level} id="${escapeHtml(anchor)}">${children}</h${level}>\n`;
    },
    paragraph: (children) => `<p>${children}</p>\n`,
    blockquote: (children) => `<blockquote>${children}</blockquote>\n`,
    code: (children, meta) => codeBlock(children, meta?.language),
    list: (children, { ordered, start = 1 }) =>
      ordered ? `<ol${start === 1 ? "" : ` start="${start}"`}>${children}</ol>\n` : `<ul>${children}</ul>\n`,
    listItem: (children) => `<li>${children}</li>\n`,
    hr: () => "<hr>\n",
    table: (children) => tableOf(children),
    // A head without words is there for the syntax alone.
    thead: (children) => (textOf(children).trim() === "" ? "" : `<thead>${children}</thead>\n`),
    tbody: (children) => `<tbody>${children}</tbody>`,
    tr: (children) => `<tr>${children}</tr>\n`,
    th: (children) => `<th scope="col">${children}</th>`,
    td: (children) => `<td>${children}</td>`,
    strong: (children) => `<strong>${children}</strong>`,
    emphasis: (children) => `<em>${children}</em>`,
    strikethrough: (children) => `<s>${children}</s>`,
    codespan: (children) => `<code>${children}</code>`,
    link: (children, { href }) => {
      const found = around.link(href);
      if (found === undefined) return children;
      // Where the text is the name of a file, the reader of the site wants that of the page.
      const name = /^[\w./-]+\.md$/.test(textOf(children)) ? found.title : undefined;
      return `<a ${found.attributes}>${name === undefined ? children : escapeHtml(name)}</a>`;
    },
    image: (children, { src }) => image(around.picture(src), textOf(children)),
    html: (children) => knownHtml(unescapeHtml(children), around),
  });
  return { html: around.language === "fr" ? withFirmSpaces(html) : html, headings };
}

/** From how many columns on a table is scrolled where it is too wide, and stays a table on a phone. */
const WIDE = 6;

const tableOf = (children: string): string => {
  const table = `<table>${children}</table>`;
  const isWide = (children.match(/<th /g)?.length ?? 0) >= WIDE;
  return isWide ? `<div class="wide" tabindex="0">${table}</div>\n` : `${table}\n`;
};

/** Commands are wrapped; what is drawn with characters is not, and is scrolled where it is too wide. */
const codeBlock = (code: string, language: string | undefined): string =>
  language === undefined || language.startsWith("wizard")
    ? `<pre tabindex="0"><code>${code}</code></pre>\n`
    : `<pre class="wrapped"><code>${code}</code></pre>\n`;

const image = ({ src, width, height }: Picture, alt: string, shown = width): string =>
  `<img src="${escapeHtml(src)}" width="${shown}" height="${Math.round((height * shown) / width)}" alt="${escapeHtml(alt)}">`;

/** The few elements that the READMEs use, made anew. */
function knownHtml(raw: string, { path, picture }: Surroundings): string {
  return raw
    .split("\n")
    .map((line) => {
      const [, src, width, alt] = /^<img src="([^"]+)" width="(\d+)" alt="([^"]*)">$/.exec(line) ?? [];
      if (src !== undefined && alt !== undefined) return image(picture(src), alt, Number(width));
      const [, summary] = /^<summary>([^<]+)<\/summary>$/.exec(line) ?? [];
      if (summary !== undefined) return `<summary>${escapeHtml(summary)}</summary>`;
      if (line === "<p>") return '<p class="pictures">';
      if (/^<!--.*-->$/.test(line)) return "";
      if (["</p>", "<details>", "</details>", ""].includes(line)) return line;
      throw new Error(`${path}: this HTML is not passed through: ${line}`);
    })
    .join("\n");
}
