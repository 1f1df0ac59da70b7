/** Times on the administrator's pages. */
import { MINUTE } from "../../../clock.ts";
import { adminPageMessages } from "../../../messages/admin-pages.ts";
import type { Language } from "../../../messages/language.ts";
import { durationText } from "../../../messages/units.ts";
import { type Html, html } from "../html.ts";

/** "3 hours", between two times in milliseconds since 1970. */
export function ageText(since: number, now: number, language: Language): string {
  const minutes = Math.floor(Math.max(0, now - since) / MINUTE);
  return minutes < 1 ? adminPageMessages[language].people.underAMinute : durationText(minutes, language);
}

/** "3 hours ago". */
export const agoText = (since: number, now: number, language: Language): Html =>
  html`<time datetime="${new Date(since).toISOString()}">${adminPageMessages[language].people.ago(ageText(since, now, language))}</time>`;
