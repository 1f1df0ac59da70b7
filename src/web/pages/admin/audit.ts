/** What was done: by whom, when, what; the latest first. */
import type { HttpRoute } from "../../../http.ts";
import { auditMessages, deedText } from "../../../messages/audit.ts";
import { html } from "../html.ts";
import { localTime } from "../local-time.ts";
import { type AdminFrame, pager, pathWith } from "./frame.ts";
import { table } from "./table.ts";

const PATH = "/admin/audit";
const PAGE_SIZE = 50;

export const auditPage = (frame: AdminFrame): HttpRoute =>
  frame.route(PATH, {
    get: (visit) => {
      const { audit: texts, tabs } = visit.messages;
      const { language } = visit;
      const given = visit.query.get("after") ?? "";
      const after = /^\d{1,15}$/.test(given) ? given : "";
      const { entries, next } = visit.operations.audit.list(PAGE_SIZE, after === "" ? undefined : Number(after));
      return frame.page(
        { ...visit, path: pathWith(PATH, { after }) },
        {
          tab: "audit",
          title: tabs.audit,
          main: html`<h1>${tabs.audit}</h1>
<p class="lead">${texts.lead}</p>
${
  entries.length > 0
    ? table(
        [texts.columns.what, texts.columns.who, texts.columns.when],
        entries.map((entry) => [
          html`<bdi class="name">${deedText(entry, language)}</bdi>`,
          html`<span class="name">${auditMessages[language].by(entry.door, entry.account)}</span>`,
          localTime(entry.time, language),
        ]),
      )
    : html`<p>${texts.none}</p>`
}
${pager(visit, PATH, { after, next: next === undefined ? undefined : String(next) })}`,
        },
      );
    },
  });
