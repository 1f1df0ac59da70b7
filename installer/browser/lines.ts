/** The lines of the wizard as HTML: their signs, their columns, and the links in them. */
import type { SetupBrowserMessages } from "../../src/messages/setup-browser.ts";
import { copyButton } from "../../src/web/pages/form-fields.ts";
import { type Html, html } from "../../src/web/pages/html.ts";
import type { Line } from "../prompts.ts";

/** What more than one space sets apart: "2 of 5   Ports", "A   example.com". */
export const columnsOf = (text: string): readonly string[] => text.trim().split(/ {2,}/);

/** "2 of 5   Ports": which step of how many it is; undefined for a text that does not begin with that. */
export function positionOf(text: string): { readonly at: number; readonly all: number } | undefined {
  const [, at, all] = /^(\d)\D+(\d) {2}/.exec(text) ?? [];
  return at === undefined || all === undefined ? undefined : { at: Number(at), all: Number(all) };
}

/** A question of several sentences: the first one, and the rest below it. */
export function titleAndRest(text: string): { readonly title: string; readonly rest?: string } {
  const [, first, mark, rest] = /^(.{1,70}?)([.?!])\s+(\S.*)$/s.exec(text) ?? [];
  if (first === undefined || rest === undefined) return { title: text };
  return { title: mark === "." ? first : first + mark, rest };
}

/** What stands behind a key, or a spinner, on a terminal begins small. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const LINK = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/;

/** Addresses of pages become links. */
export const withLinks = (text: string): Html =>
  html`${text
    .split(LINK)
    .map((part, index) =>
      index % 2 === 1 ? html`<a href="${part}" target="_blank" rel="noreferrer">${part}</a>` : part,
    )}`;

/** A text in one piece, or its columns one behind the other, which break between two of them. */
export function inColumns(text: string): Html {
  const columns = columnsOf(text);
  if (columns.length === 1) return withLinks(text.trim());
  return html`${columns.map((column) => html`<span class="column">${withLinks(column)}</span> `)}`;
}

/** `id` names what is copied from here, and is one of its own on the page. */
export function linesHtml(lines: readonly Line[], id: string, texts: SetupBrowserMessages): Html {
  const listed = lines.filter(({ mark, text }) => mark !== "paste" && text.trim() !== "");
  const toPaste = lines.filter(({ mark }) => mark === "paste").map(({ text }) => text);
  return html`${listed.length > 0 && html`<ul class="lines">${listed.map((line, index) => lineHtml(line, isUnderSign(listed, index), texts))}</ul>`}
${
  toPaste.length > 0 &&
  html`<pre id="${id}" tabindex="0">${toPaste.join("\n")}</pre>
<p>${copyButton(id, texts)}</p>`
}`;
}

/** Whether the last line above that is not indented has a sign. */
function isUnderSign(lines: readonly Line[], index: number): boolean {
  const above = lines.slice(0, index).findLast(({ mark, text }) => mark !== "plain" || !text.startsWith("  "));
  return above !== undefined && above.mark !== "plain";
}

/** What is indented belongs to the line above it, under its words. */
function lineHtml({ mark, text }: Line, isUnderSign: boolean, { marks }: SetupBrowserMessages): Html {
  const isIndented = mark === "plain" && text.startsWith("  ");
  // A password, a link: one word alone.
  const isValue = isIndented && !/\s/.test(text.trim());
  const kind = [isValue ? "value" : isIndented ? "more" : mark, isIndented && isUnderSign ? " under" : ""].join("");
  return html`<li class="${kind}">${marks[mark] !== "" && html`<span class="unseen">${marks[mark]} </span>`}${inColumns(text)}</li>`;
}

/** Of the last screen: what has two columns becomes a table, everything else paragraphs. */
export function closingHtml(lines: readonly string[]): Html {
  const groups: { isTable: boolean; lines: string[] }[] = [];
  for (const line of lines) {
    if (line.trim() === "") {
      groups.push({ isTable: false, lines: [] });
      continue;
    }
    const isTable = / {2,}/.test(line);
    const last = groups.at(-1);
    if (last !== undefined && last.isTable === isTable && isTable) last.lines.push(line);
    else groups.push({ isTable, lines: [line] });
  }
  return html`${groups
    .filter((group) => group.lines.length > 0)
    .map((group) => (group.isTable ? pairsHtml(group.lines) : html`<p>${withLinks(group.lines.join(" "))}</p>`))}`;
}

/** "Android    Conversations"; where the first column is empty, it goes on with the label above. */
const pairsHtml = (lines: readonly string[]): Html =>
  html`<dl class="pairs">${lines.map((line) => {
    const columns = columnsOf(line);
    const [label = "", ...values] = line.startsWith("  ") ? ["", ...columns] : columns;
    return html`<div><dt>${withLinks(label)}</dt><dd>${values.map((value, index) => html`<span class="${index === 0 ? "column" : "column hint"}">${withLinks(value)}</span> `)}</dd></div>`;
  })}</dl>`;
