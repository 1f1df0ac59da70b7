/** What the chat can and cannot do, and whose software it is. */
import type { HttpRoute } from "../../../http.ts";
import { chatMessages } from "../../../messages/chat.ts";
import { CONVERSE_PATH, CONVERSE_VERSION } from "../../chat-assets.ts";
import { html } from "../html.ts";
import { pageResponse } from "../layout.ts";
import type { PageRoutes } from "../page-routes.ts";

export const ABOUT_PATH = "/chat/about";

/** The same files, before they were put together: MPL 2.0 §3.2. */
const SOURCE = `https://github.com/conversejs/converse.js/tree/v${CONVERSE_VERSION}`;

export const aboutChat = (pages: PageRoutes): HttpRoute =>
  pages.route(ABOUT_PATH, {
    get: (visit) => {
      const texts = chatMessages[visit.language].aboutPage;
      return pageResponse(visit, {
        title: texts.title,
        main: html`<h1>${texts.title}</h1>
<p class="lead">${texts.lead(visit.domain)}</p>
<section class="card"><h2>${texts.encryption}</h2><p>${texts.encryptionText}</p></section>
<section class="card"><h2>${texts.pictures}</h2><p>${texts.picturesText}</p></section>
<section class="card"><h2>${texts.install}</h2><p>${texts.installText}</p></section>
<section class="card"><h2>${texts.shared}</h2><p>${texts.sharedText}</p></section>
<section class="card"><h2>${texts.software}</h2><p>${texts.softwareText(CONVERSE_VERSION)}</p>
<p class="row"><a href="${CONVERSE_PATH}LICENSE">${texts.licence}</a> <a href="${SOURCE}">${texts.source}</a>
<a href="${CONVERSE_PATH}licences.txt">${texts.others}</a></p></section>
<p><a class="button" href="/chat">${texts.back}</a></p>`,
      });
    },
  });
