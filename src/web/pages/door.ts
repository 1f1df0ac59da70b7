/** The page at "/": what this is, and the way in. */
import type { HttpRoute } from "../../http.ts";
import { chatMessages } from "../../messages/chat.ts";
import { html, sentenceWith } from "./html.ts";
import { pageResponse } from "./layout.ts";
import type { PageRoutes } from "./page-routes.ts";

export interface Door {
  /** The heading; empty for the usual one. */
  readonly title: string;
  /** The first sentence; empty for the usual one. */
  readonly lead: string;
  /** A URI by which its operators are reached. */
  readonly contact: string | undefined;
  /** Whether people here reach those on other servers. */
  readonly isFederated: boolean;
  /** Who may make an account: everybody with an app, whoever is invited, or nobody. */
  readonly registration: "open" | "invitation" | "closed";
}

export const doorPage = (
  pages: PageRoutes,
  { title, lead, contact, isFederated, registration }: Door,
  hasChat: boolean,
): HttpRoute =>
  pages.route("/", {
    get: (visit) => {
      const { texts, domain } = visit;
      const { door } = texts;
      const heading = title || door.title(domain);
      const example = html`<span class="jid">alice@${domain}</span>`;
      return pageResponse(visit, {
        title: heading,
        main: html`<h1>${heading}</h1>
<p class="lead">${lead || door.lead}</p>
<p>${sentenceWith(door.addresses, example)} ${isFederated && door.others}</p>
<p class="row"><a class="button" href="/account">${visit.account === undefined ? door.account : texts.toAccount}</a>
${hasChat && html`<a class="button quiet" href="/chat">${chatMessages[visit.language].open}</a>`}</p>
<p class="hint">${door.registration[registration](domain)}</p>
${contact !== undefined && html`<p class="hint"><a href="${contact}">${door.contact}</a></p>`}`,
      });
    },
  });
