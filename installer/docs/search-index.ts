/** The index for searching: a script, since pages that lie on a disk may load one, and nothing else. */
import { textOf } from "./markdown.ts";

/** The address and title of a page, and for each of its sections: anchor, heading, how it begins, and its words. */
export type IndexedPage = readonly [address: string, title: string, sections: readonly IndexedSection[]];
type IndexedSection = readonly [anchor: string, heading: string, beginning: string, words: string];

/** Characters of a section's text that are shown with it. */
const BEGINNING = 140;

/** Lower case, without accents: assets/docs.js does the same to what is typed. */
export const fold = (text: string): string =>
  text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("œ", "oe").replaceAll("’", "'");

/** Each word once, in order: "listen.https" is one, and so are its parts. */
export function wordsOf(text: string): string {
  const whole = fold(text).match(/[\p{L}\p{N}][\p{L}\p{N}._-]*/gu) ?? [];
  const all = whole.flatMap((word) => [word.replace(/[._-]+$/, ""), ...word.split(/[._-]+/)]);
  return [...new Set(all)]
    .filter((word) => word.length > 1)
    .toSorted()
    .join(" ");
}

/** `html` is the text of the page, as `render` makes it. */
export function indexPage(address: string, title: string, html: string): IndexedPage {
  const sections = html.split(/(?=<h[1-4] id=")/).flatMap((part): IndexedSection[] => {
    const [head, anchor, heading] = /^<h[1-4] id="([^"]*)">([\s\S]*?)<\/h[1-4]>/.exec(part) ?? [];
    if (head === undefined || anchor === undefined || heading === undefined) return [];
    const text = textOf(part.slice(head.length).replaceAll("</td>", " ")).replace(/\s+/g, " ").trim();
    return [[anchor, textOf(heading), shorten(text), wordsOf(`${textOf(heading)} ${text}`)]];
  });
  return [address, title, sections];
}

const shorten = (text: string): string =>
  text.length <= BEGINNING ? text : `${text.slice(0, BEGINNING).replace(/\s+\S*$/, "")} …`;

export const printIndex = (pages: readonly IndexedPage[]): string =>
  `globalThis.docsIndex = ${JSON.stringify(pages).replaceAll("<", "\\u003c").replaceAll("],[", "],\n[")};\n`;
