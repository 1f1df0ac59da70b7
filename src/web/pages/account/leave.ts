/** "Leave": somebody deletes the own account. */
import { accountPageMessages } from "../../../messages/account-pages.ts";
import { accountSectionMessages } from "../../../messages/account-sections.ts";
import { setCookie } from "../../cookies.ts";
import { field, problem } from "../form-fields.ts";
import { html } from "../html.ts";
import { pageResponse } from "../layout.ts";
import type { MemberVisit, PageRoutes } from "../page-routes.ts";
import type { AccountSection } from "./section.ts";

/** Resolves when everything is deleted; with "only-administrator" where nobody else could administer the server. `account` is a bare JID. */
export type Leave = (account: string) => Promise<"gone" | "only-administrator">;

const PATH = "/account/leave";

export function leaveSection(pages: PageRoutes, leave: Leave): AccountSection {
  const page = (visit: MemberVisit, refused?: { readonly sentence: string; readonly typed?: string }): Response => {
    const texts = accountSectionMessages[visit.language].leave;
    return pageResponse(visit, {
      title: texts.pageTitle,
      status: refused ? 422 : 200,
      main: html`<h1>${texts.pageTitle}</h1>
${problem(refused?.sentence)}
<p class="jid">${visit.account}</p>
<p class="lead">${texts.what}</p>
<ul>${texts.list.map((each) => html`<li>${each}</li>`)}</ul>
<p>${texts.stays} <a href="/account#export">${texts.first}</a></p>
<div class="card">${visit.formTo(PATH)}
${field({
  ...{ name: "confirmation", label: texts.type(nameOf(visit)), autocomplete: "off", value: refused?.typed },
  error: refused?.typed === undefined ? undefined : refused.sentence,
})}
<button class="button danger full">${texts.confirm}</button></form></div>
<p><a href="/account">${accountPageMessages[visit.language].back}</a></p>`,
    });
  };

  const farewell = (visit: MemberVisit): Response => {
    const texts = accountSectionMessages[visit.language].leave;
    const cookies = [setCookie("session", "", 0)];
    return pageResponse(
      { ...visit, account: undefined, path: visit.brand.start, cookies },
      {
        title: texts.goneTitle,
        headers: { "clear-site-data": '"storage"' },
        main: html`<h1>${texts.goneTitle}</h1>
<p class="lead">${texts.gone}</p>
<p><a class="button quiet" href="${visit.brand.start}">${visit.texts.toStart}</a></p>`,
      },
    );
  };

  const route = pages.memberRoute(PATH, {
    get: (visit) => page(visit),
    // What is mistyped does nothing, and needs no password.
    isDangerous: (form) => form.text("confirmation") !== "",
    post: async (visit, form) => {
      const texts = accountSectionMessages[visit.language].leave;
      const typed = form.text("confirmation").trim();
      if (typed !== nameOf(visit) && typed !== visit.account)
        return page(visit, { sentence: texts.mistyped(nameOf(visit)), typed });
      const result = await leave(visit.account);
      return result === "gone" ? farewell(visit) : page(visit, { sentence: texts.only });
    },
  });

  return {
    name: "leave",
    title: (language) => accountSectionMessages[language].leave.title,
    routes: [route],
    show: ({ language }) => {
      const texts = accountSectionMessages[language].leave;
      return html`<p>${texts.lead}</p>
<p><a class="button danger" href="${PATH}">${texts.button}</a></p>`;
    },
  };
}

const nameOf = ({ account }: MemberVisit): string => account.slice(0, account.indexOf("@"));
