/** "Take everything with me": the account as a file (XEP-0227). */
import { accountSectionMessages } from "../../../messages/account-sections.ts";
import { html } from "../html.ts";
import { redirect } from "../layout.ts";
import type { PageRoutes } from "../page-routes.ts";
import type { AccountSection } from "./section.ts";

/** The file of an account (a bare JID), as UTF-8; it is made while it is read. */
export type OwnExport = (account: string) => ReadableStream<Uint8Array>;

const PATH = "/account/export";
/** The response may take so long: a phone on a slow line, years of messages. */
const MAX_TIME_MS = 3_600_000;

export function exportSection(pages: PageRoutes, exportOf: OwnExport): AccountSection {
  const route = pages.memberRoute(PATH, {
    get: () => redirect("/account#export"),
    // Whoever sits down at a browser that was left open is not to take everything along.
    isDangerous: () => true,
    post: ({ account, request }) => {
      request.allowTime(MAX_TIME_MS);
      return new Response(exportOf(account), {
        headers: {
          "content-type": "application/xml",
          "content-disposition": `attachment; filename="${fileName(account)}"`,
          "cache-control": "no-store",
          "x-content-type-options": "nosniff",
          "content-security-policy": "default-src 'none'; sandbox",
          "referrer-policy": "no-referrer",
        },
      });
    },
  });

  return {
    name: "export",
    title: (language) => accountSectionMessages[language].export.title,
    routes: [route],
    show: (visit) => {
      const texts = accountSectionMessages[visit.language].export;
      return html`<p>${texts.lead}</p>
${visit.formTo(PATH)}<p class="row"><button class="button quiet">${texts.button}</button></p></form>
<p class="hint">${texts.leadPassword}</p>`;
    },
  };
}

/** Letters and digits of ASCII as they are: a header field has no room for others (RFC 6266 §4.3). */
const fileName = (account: string): string => `${account.replaceAll(/[^\w.@-]/g, "_")}.xml`;
