/** Apps, those of one platform first. */
import { invitePageMessages } from "../../../messages/invite-pages.ts";
import type { Language } from "../../../messages/language.ts";
import { dateText } from "../../../messages/units.ts";
import type { Platform } from "../../browser-name.ts";
import { type Html, html } from "../html.ts";
import { APPS, APPS_DATE, type App } from "./apps.ts";

const PLATFORMS: readonly Platform[] = ["android", "ios", "computer"];

/** The proposed app of the platform with buttons; the others one tap away. */
export function appList(platform: Platform, language: Language): Html {
  const { apps: texts } = invitePageMessages[language];
  const [proposed, ...others] = on(platform);
  return html`<p>${texts.here[platform]} ${proposed && description(proposed, language)}</p>
${proposed && html`<p class="row">${proposed.stores.map((store, index) => html`<a class="button ${index > 0 && "quiet"}" href="${store.url(language)}" rel="noreferrer">${index > 0 ? store.name : texts.get(proposed.name)}</a>`)}</p>`}
<details><summary>${texts.another}</summary>
${others.length > 0 && list(others, language)}
${PLATFORMS.filter((each) => each !== platform).map((each) => html`<h3>${texts.others[each]}</h3>${list(on(each), language)}`)}
<p class="hint">${texts.date(dateText(APPS_DATE, language))}</p>
</details>`;
}

/** Whether the proposed app of the platform makes the account by itself. */
export const opensInvitations = (platform: Platform): boolean => on(platform)[0]?.opensInvitations === true;

const on = (platform: Platform): App[] => APPS.filter(({ platforms }) => platforms.includes(platform));

const list = (apps: readonly App[], language: Language): Html =>
  html`<ul class="apps">${apps.map((app) => html`<li>${description(app, language)}<br>${app.stores.map((store) => html`<a href="${store.url(language)}" rel="noreferrer" aria-label="${invitePageMessages[language].apps.from(app.name, store.name)}">${store.name}</a> `)}</li>`)}</ul>`;

function description({ name, opensInvitations, calls, encrypts }: App, language: Language): Html {
  const { apps: texts } = invitePageMessages[language];
  const can = [opensInvitations && texts.opensInvitations, calls && texts.calls, encrypts && texts.encrypts];
  const said = can.filter(Boolean).join(", ");
  return html`<strong>${name}</strong>${said !== "" && html` (${said})`}`;
}
