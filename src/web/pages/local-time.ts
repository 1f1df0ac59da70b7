/** Points in time as people read them. */
import type { Language } from "../../messages/language.ts";
import { dateText } from "../../messages/units.ts";
import { type Html, html } from "./html.ts";

/** The server's day, or where a script runs, the time of its reader. */
export const localTime = (ms: number, language: Language): Html =>
  html`<time datetime="${new Date(ms).toISOString()}" data-local>${dateText(ms, language)}</time>`;
