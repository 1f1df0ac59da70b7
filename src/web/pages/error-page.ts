/** Errors, as pages of the house for browsers, and as a line of text for all others. */
import type { HttpRequest } from "../../http.ts";
import { webMessages } from "../../messages/web.ts";
import { html } from "./html.ts";
import { languageOf } from "./language.ts";
import { pageResponse, type Site } from "./layout.ts";

/** `id`: what a line of the log is found by. */
export type ErrorResponse = (status: number, request: HttpRequest | Request, id?: string) => Response;

/** Seconds after which a browser or a robot may come again. */
const RETRY_AFTER: Readonly<Record<number, string>> = { 429: "600", 503: "60" };

export const errorPages =
  (site: Site): ErrorResponse =>
  (status, given, id) => {
    const [request, host] = given instanceof Request ? [given, undefined] : [given.request, given.host];
    const language = languageOf(request);
    const texts = webMessages[language];
    const errors: Readonly<Record<number, readonly [string, string]>> = texts.errors;
    const [title, sentence] = errors[status] ?? texts.otherError;
    const named = id === undefined ? undefined : texts.errorId(id);
    const retry = RETRY_AFTER[status];
    const headers = retry === undefined ? {} : { "retry-after": retry };
    if (!request.headers.get("accept")?.includes("text/html")) {
      const text = [title, sentence, named].filter((line) => line !== undefined).join("\n");
      return new Response(`${text}\n`, {
        status,
        headers: {
          "content-type": "text/plain; charset=utf-8",
          "x-content-type-options": "nosniff",
          "cache-control": "no-store",
          ...headers,
        },
      });
    }
    const context = { site, domain: site.domainOf(host), language, texts, account: undefined, path: "/", cookies: [] };
    const main = html`<h1>${title}</h1>
<p class="lead">${sentence}</p>
${named !== undefined && html`<p>${named}</p>`}
<p><a class="button quiet" href="/">${texts.toStart}</a></p>`;
    return pageResponse(context, { title, main, status, headers });
  };
