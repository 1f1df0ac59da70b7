/** What somebody sees who has just made an account: the address, and what to type in an app. The password is not shown again. */
import type { HttpRoute } from "../../../http.ts";
import { invitePageMessages } from "../../../messages/invite-pages.ts";
import { platformOf } from "../../browser-name.ts";
import { copyButton } from "../form-fields.ts";
import { html } from "../html.ts";
import { pageResponse } from "../layout.ts";
import type { PageRoutes } from "../page-routes.ts";
import { qrCode } from "../qr-code.ts";
import { appList } from "./app-list.ts";

export const WELCOME_PATH = "/account/welcome";

export const welcomePage = (pages: PageRoutes, hasChat: boolean): HttpRoute =>
  pages.memberRoute(WELCOME_PATH, {
    get: (visit) => {
      const { account, language } = visit;
      const { welcome: texts } = invitePageMessages[language];
      const title = texts.title(account.slice(0, account.indexOf("@")));
      return pageResponse(visit, {
        title,
        main: html`<h1>${title}</h1>
<p class="lead">${texts.lead}</p>
<div class="card"><p class="jid address" id="address">${account}</p>
<p>${copyButton("address", texts)}</p>
${qrCode(`xmpp:${encodeURIComponent(account).replace("%40", "@")}`, texts.code)}</div>
<section class="card"><h2>${texts.app}</h2>
<p>${texts.appLead}</p>
<dl class="example"><dt>${texts.address}</dt><dd class="jid">${account}</dd><dt>${texts.password}</dt><dd>${texts.chosen}</dd></dl>
<p class="hint">${texts.rest}</p></section>
<section class="card"><h2>${texts.get}</h2>
${appList(platformOf(visit.request.request), language)}</section>
<p class="row">${hasChat && html`<a class="button" href="/chat">${texts.chat}</a>`} <a class="button quiet" href="/account">${texts.account}</a></p>`,
      });
    },
  });
