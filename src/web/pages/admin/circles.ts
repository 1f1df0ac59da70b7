/** Circles: all of them, and a new one. */
import type { HttpRoute } from "../../../http.ts";
import { done, problem } from "../form-fields.ts";
import { html } from "../html.ts";
import { redirect } from "../layout.ts";
import { circlePath, MAX_NAME } from "./circle.ts";
import { type AdminFrame, type AdminVisit, attempt, pager, pathWith } from "./frame.ts";
import { table } from "./table.ts";

const PATH = "/admin/circles";
const CREATE = `${PATH}/create`;
const PAGE_SIZE = 50;

export function circlesPages(frame: AdminFrame): readonly HttpRoute[] {
  const list = (visit: AdminVisit, typed = "", sentence?: string): Response => {
    const { circles: texts, tabs } = visit.messages;
    const all = visit.operations.circles.list();
    const after = visit.query.get("after") ?? "";
    const start = all.findIndex(({ name }) => name === after) + 1;
    const shown = all.slice(start, start + PAGE_SIZE);
    const next = start + PAGE_SIZE < all.length ? shown.at(-1)?.name : undefined;
    return frame.page(
      { ...visit, path: pathWith(PATH, { after }) },
      {
        tab: "circles",
        title: tabs.circles,
        status: sentence === undefined ? 200 : 422,
        main: html`<h1>${tabs.circles}</h1>
${problem(sentence)}${done(visit.query.get("done") === "removed" ? texts.remove.done : undefined)}
<p class="lead">${texts.lead}</p>
${
  shown.length > 0
    ? table(
        [texts.columns.name, texts.columns.people, texts.columns.room],
        shown.map(({ name, people, room }) => [
          html`<a href="${circlePath(name)}"><bdi>${name}</bdi></a>`,
          texts.count(people),
          room === null ? texts.noRoom : html`<span class="jid">${room}</span>`,
        ]),
      )
    : html`<p>${texts.none}</p>`
}
${pager(visit, PATH, { after, next })}
<section class="card narrow" aria-labelledby="new"><h2 id="new">${texts.new}</h2>
${visit.formTo(CREATE)}<div class="field"><label for="name">${texts.name}</label>
<input type="text" id="name" name="name" value="${typed}" required maxlength="${MAX_NAME}" aria-describedby="name-note">
<p class="hint" id="name-note">${texts.nameHint}</p></div>
<button class="button">${texts.make}</button></form></section>`,
      },
    );
  };

  return [
    frame.route(PATH, { get: (visit) => list(visit) }),
    frame.route(CREATE, {
      get: () => redirect(PATH),
      post: async (visit, form) => {
        const name = form.text("name");
        const made = await attempt(visit, () => visit.operations.circles.create(name));
        return made.is === "refused" ? list(visit, name, made.sentence) : redirect(circlePath(made.result.name));
      },
    }),
  ];
}
