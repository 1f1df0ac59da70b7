/** A table that is a list of short paragraphs where there is little room. */
import { type Html, html, type Value } from "../html.ts";

/** The first cell of a row names what it is about. */
export const table = (columns: readonly Value[], rows: readonly (readonly Value[])[]): Html =>
  html`<table class="card table"><thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first, ...cells]) =>
      html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
  )}</tbody></table>`;

/** Facts about one thing; those without a value are left out. */
export const facts = (of: readonly (readonly [name: string, value: Value])[]): Html =>
  html`<dl class="facts">${of
    .filter(([, value]) => value !== undefined && value !== "")
    .map(
      ([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>
`,
    )}</dl>`;
