/** Errors: pages of the house for browsers, a line of text for all others. */
import { webMessages } from "../../messages/web.ts";
import { plainError } from "../plain-error.ts";
import type { ErrorResponse } from "../site.ts";
import { html, sentenceWith } from "./html.ts";
import { languageOf } from "./language.ts";
import { type Brand, pageResponse } from "./layout.ts";

/** Seconds after which a browser or a robot may come again. */
const RETRY_AFTER: Readonly<Record<number, string>> = { 429: "60", 503: "60" };

export const errorPages =
  (brand: Brand): ErrorResponse =>
  (status, request, id) => {
    if (!request.headers.get("accept")?.includes("text/html")) return plainError(status, request, id);
    const language = languageOf(request);
    const texts = webMessages[language];
    const errors: Readonly<Record<number, readonly [title: string, sentence: string]>> = texts.errors;
    const [title, sentence] = errors[status] ?? texts.otherError;
    const retry = RETRY_AFTER[status];
    const domain = brand.domainOf(URL.parse(request.url)?.hostname);
    return pageResponse(
      { brand, domain, language, texts, account: undefined, path: brand.start, cookies: [] },
      {
        title,
        status,
        headers: retry === undefined ? {} : { "retry-after": retry },
        main: html`<h1>${title}</h1>
<p class="lead">${sentence}</p>
${id !== undefined && html`<p>${sentenceWith(texts.errorId, html`<span class="jid">${id}</span>`)}</p>`}
<p><a class="button quiet" href="${brand.start}">${texts.toStart}</a></p>`,
      },
    );
  };
