/** The account's own page: its sections, one below the other. */
import type { HttpRoute } from "../../../http.ts";
import { accountPageMessages } from "../../../messages/account-pages.ts";
import { chatMessages } from "../../../messages/chat.ts";
import { done } from "../form-fields.ts";
import { html } from "../html.ts";
import { pageResponse } from "../layout.ts";
import type { PageRoutes } from "../page-routes.ts";
import type { AccountSection } from "./section.ts";

export interface AccountLinks {
  /** Who finds the way to the administrator's pages here. */
  readonly isAdministrator: (account: string) => boolean;
  readonly hasChat: boolean;
}

export const accountPage = (
  pages: PageRoutes,
  sections: readonly AccountSection[],
  { isAdministrator, hasChat }: AccountLinks,
): HttpRoute =>
  pages.memberRoute("/account", {
    get: (visit) => {
      const { language } = visit;
      const texts = accountPageMessages[language];
      const notices = Object.assign({}, ...sections.map((section) => section.notices?.(language)));
      const key = visit.query.get("done") ?? "";
      const notice: string | undefined = Object.hasOwn(notices, key) ? notices[key] : undefined;
      return pageResponse(visit, {
        title: texts.title,
        main: html`<h1>${texts.title}</h1>
<p class="jid">${visit.account}</p>
${done(notice)}
<p class="row">${hasChat && html`<a class="button" href="/chat">${chatMessages[language].open}</a>`}
${isAdministrator(visit.account) && html`<a class="button quiet" href="/admin">${texts.administration}</a>`}</p>
${
  sections.length > 1 &&
  html`<nav class="tabs" aria-label="${texts.sections}">${sections.map(({ name, title }) => html`<a href="#${name}">${title(language)}</a>`)}</nav>`
}
${sections.map(
  (section) => html`<section class="card" id="${section.name}" aria-labelledby="${section.name}-title">
<h2 id="${section.name}-title">${section.title(language)}</h2>
${section.show(visit)}
</section>
`,
)}
${visit.formTo("/account/sign-out")}<button class="button quiet">${texts.signOut}</button></form>`,
      });
    },
  });
