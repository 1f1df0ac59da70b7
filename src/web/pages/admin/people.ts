/** Everybody with an account, a page at a time; those whose address contains a text. */
import type { HttpRoute } from "../../../http.ts";
import { sizeText } from "../../../messages/units.ts";
import type { AccountSummary } from "../../../operations/people.ts";
import { done } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { face } from "./face.ts";
import { type AdminFrame, type AdminVisit, pager, pathWith } from "./frame.ts";
import { agoText } from "./moments.ts";
import { personPath, roleOf } from "./person.ts";
import { table } from "./table.ts";

const PATH = "/admin/people";
const PAGE_SIZE = 50;
/** Characters of an address that is looked for. */
const MAX_SEARCHED = 200;

export const peoplePage = (frame: AdminFrame, now: () => number): HttpRoute =>
  frame.route(PATH, {
    get: (visit) => {
      const { people: texts, tabs } = visit.messages;
      const { people, state } = visit.operations;
      const text = (visit.query.get("q") ?? "").slice(0, MAX_SEARCHED);
      const after = visit.query.get("after") ?? "";
      const { accounts, next } = people.page(PAGE_SIZE, text, after);
      const query = { q: text };
      return frame.page(
        { ...visit, path: pathWith(PATH, { ...query, after }) },
        {
          tab: "people",
          title: tabs.people,
          main: html`<h1>${tabs.people}</h1>
${done(visit.query.get("done") === "removed" ? texts.remove.done : undefined)}
<p class="lead">${texts.count(people.count(), state.here())}</p>
<p><a class="button" href="/admin/invitations/new">${visit.messages.invitations.new}</a></p>
${(text !== "" || after !== "" || next !== undefined) && searchForm(visit, text)}
${accounts.length > 0 ? list(visit, accounts, now()) : html`<p>${texts.nobody(text)}</p>`}
${pager(visit, PATH, { after, next, query })}
${text !== "" && html`<p><a href="${PATH}">${texts.all}</a></p>`}`,
        },
      );
    },
  });

/** There where one page does not show everybody. */
const searchForm = ({ messages: { people: texts } }: AdminVisit, text: string): Html =>
  html`<form method="get" action="${PATH}" role="search" class="search"><label for="q">${texts.search}</label>
<div><input type="text" id="q" name="q" value="${text}" maxlength="${MAX_SEARCHED}" autocapitalize="none" spellcheck="false"><button class="button quiet">${texts.look}</button></div></form>`;

const list = (visit: AdminVisit, accounts: readonly AccountSummary[], now: number): Html => {
  const { columns } = visit.messages.people;
  return table(
    [columns.address, columns.seen, columns.kept, columns.role],
    accounts.map((account) => [
      html`<span class="who">${face(account.jid)}<a class="jid" href="${personPath(account.jid)}">${account.jid}</a></span>`,
      seenText(visit, account, now),
      sizeText(account.bytes, visit.language),
      roleOf(account, visit.messages),
    ]),
  );
};

export function seenText({ messages, language }: AdminVisit, { apps, lastSeen }: AccountSummary, now: number): Html {
  if (apps > 0) return html`<strong>${messages.people.here}</strong>`;
  return lastSeen === undefined ? html`${messages.people.never}` : agoText(lastSeen, now, language);
}
