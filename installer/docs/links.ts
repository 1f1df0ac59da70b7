/** Where the links and pictures of a document lead in the site. Each of them is looked up: one that leads nowhere throws. */
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { addressOf, between, englishOf } from "./addresses.ts";
import type { Document, Documents } from "./documents.ts";
import { escapeHtml, type Link, type Picture, type Surroundings } from "./markdown.ts";
import { DECISIONS } from "./sections.ts";
import type { Language } from "./texts.ts";

export interface Links extends Surroundings {
  /** Other files of the repository that the document needs, and their addresses. */
  readonly needed: ReadonlyMap<string, string>;
}

/** In pixels: of a PNG by its header, of an SVG by its element's attributes. */
function sizeOf(file: Buffer): Pick<Picture, "width" | "height"> | undefined {
  if (file.toString("latin1", 1, 4) === "PNG") return { width: file.readUInt32BE(16), height: file.readUInt32BE(20) };
  const [, width, height] = /^<svg [^>]*\bwidth="(\d+)" height="(\d+)"/.exec(file.toString("utf8", 0, 1000)) ?? [];
  return width === undefined ? undefined : { width: Number(width), height: Number(height) };
}

/** For `document`, shown in `language` at `address`. */
export function linksOf(
  root: string,
  documents: Documents,
  document: Document,
  language: Language,
  address: string,
): Links {
  const needed = new Map<string, string>();
  const { path: self } = document;
  const need = (path: string, place: string): string => {
    needed.set(path, place);
    return between(address, place);
  };

  const link = (href: string): Link | undefined => {
    if (/^https?:\/\//.test(href)) return { attributes: `href="${escapeHtml(href)}"` };
    const [file = "", anchor] = href.split("#");
    const path = file === "" ? self : posix.normalize(posix.join(posix.dirname(self), file)).replace(/\/$/, "");
    if (path === "LICENSE") return { attributes: `href="${need(path, "licence.txt")}"` };
    const english = path === "docs/decisions" ? DECISIONS : englishOf(path);
    if (documents.of(english, language) === undefined && existsSync(join(root, path))) return undefined;
    const [target, shown] = targetOf(english, path, anchor);
    const place = target === document && shown === language ? "" : between(address, addressOf(english, shown));
    const foreign = shown === language ? "" : ` hreflang="${shown}"`;
    const whole = escapeHtml(place + (anchor === undefined ? "" : `#${anchor}`));
    return {
      attributes: `href="${whole}"${foreign}`,
      title: shown === language ? documents.titleOf(english, language) : target.title,
    };
  };

  /** The document, and the language of the pages around it: that of the reader, unless the author means the other one. */
  const targetOf = (english: string, path: string, anchor: string | undefined): [Document, Language] => {
    const named = documents.at(path === "docs/decisions" ? DECISIONS : path);
    const own = documents.of(english, language);
    if (named === undefined || own === undefined) throw new Error(`${self}: no page is made of ${path}`);
    const isAsked = named !== own && (document.language === "fr" || named.language === "fr");
    const has = (each: Document) => anchor === undefined || each.anchors.has(anchor);
    if (!isAsked && has(own)) return [own, language];
    if (!has(named)) throw new Error(`${self}: ${path} has no heading #${anchor}`);
    return [named, named.language];
  };

  const picture = (src: string): Picture => {
    const path = posix.normalize(posix.join(posix.dirname(self), src));
    if (!path.startsWith("docs/images/") || !existsSync(join(root, path)))
      throw new Error(`${self}: there is no picture ${path}`);
    const size = sizeOf(readFileSync(join(root, path)));
    if (size === undefined) throw new Error(`${self}: the size of ${path} is unknown: it is neither PNG nor SVG`);
    return { src: need(path, path.replace("docs/", "")), ...size };
  };

  return { path: self, language: document.language, needed, link, picture };
}
