/** Links with a token in their path, and the page for those that are not good any more. */
import { invitePageMessages } from "../../../messages/invite-pages.ts";
import { html } from "../html.ts";
import { pageResponse } from "../layout.ts";
import type { Visit } from "../page-routes.ts";

/** "/invite/TOKEN/picture": the token, and what follows it; undefined for what cannot be such a path. */
export function tokenIn(path: string): { readonly token: string; readonly rest: string } | undefined {
  const [, token, rest = ""] = /^\/\w+\/([A-Za-z0-9_-]{1,100})(?:\/(\w+))?$/.exec(path) ?? [];
  return token === undefined ? undefined : { token, rest };
}

/** The same for a link that never was, was used, has expired or was revoked: nobody learns which, nor whose it was. */
export function gonePage(visit: Visit): Response {
  const { gone } = invitePageMessages[visit.language];
  return pageResponse(visit, {
    title: gone.title,
    status: 404,
    main: html`<h1>${gone.title}</h1>
<p class="lead">${gone.lead}</p>
<p><a class="button quiet" href="${visit.brand.start}">${visit.texts.toStart}</a></p>`,
  });
}
