/** One circle: who is in it; add people, take people out, rename, delete. */
import type { HttpRoute } from "../../../http.ts";
import type { CircleDetails } from "../../../operations/circles.ts";
import type { Form } from "../../forms.ts";
import { done, problem } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { redirect } from "../layout.ts";
import {
  type AdminFrame,
  type AdminVisit,
  type Attempt,
  attempt,
  isConfirmed,
  missing,
  pager,
  pathWith,
} from "./frame.ts";

const PATH = "/admin/circles/one";
const ACTS = {
  add: "/admin/circles/add",
  kick: "/admin/circles/kick",
  rename: "/admin/circles/rename",
  remove: "/admin/circles/remove",
};
const PAGE_SIZE = 50;
/** People that one form names. */
const MAX_PEOPLE = 100;
/** Characters of a name, as the operation has it. */
export const MAX_NAME = 60;

export const circlePath = (circle: string, more: Readonly<Record<string, string>> = {}): string =>
  pathWith(PATH, { name: circle, ...more });

export function circlePages(frame: AdminFrame): readonly HttpRoute[] {
  const show = async (visit: AdminVisit, circle: string, sentence?: string, typed = ""): Promise<Response> => {
    const found = await attempt(visit, () => visit.operations.circles.show(circle));
    if (found.is === "refused") return missing(frame, visit, "circles", found.sentence);
    return frame.page(
      { ...visit, path: circlePath(circle) },
      {
        tab: "circles",
        title: found.result.name,
        status: sentence === undefined ? 200 : 422,
        main: main(visit, found.result, typed, sentence),
      },
    );
  };
  const after = (visit: AdminVisit, circle: string, did: Attempt<unknown>, path: string, typed?: string) =>
    did.is === "refused" ? show(visit, circle, did.sentence, typed) : redirect(path);
  const act = (path: string, post: (visit: AdminVisit, form: Form, circle: string) => Promise<Response>): HttpRoute =>
    frame.route(path, {
      get: () => redirect("/admin/circles"),
      post: (visit, form) => post(visit, form, form.text("circle")),
    });

  return [
    frame.route(PATH, {
      get: (visit) => {
        const circle = visit.query.get("name") ?? "";
        return circle === "" ? redirect("/admin/circles") : show(visit, circle);
      },
    }),
    act(ACTS.add, async (visit, form, circle) => {
      const { circles: texts } = visit.messages;
      const typed = form.text("people");
      const people = typed.split(/[\s,;]+/).filter((each) => each !== "");
      if (people.length === 0) return show(visit, circle, texts.noAddress);
      if (people.length > MAX_PEOPLE) return show(visit, circle, texts.tooMany(MAX_PEOPLE), typed);
      const added = await attempt(visit, () => visit.operations.circles.add(circle, people));
      return after(visit, circle, added, circlePath(circle, { done: "yes" }), typed);
    }),
    act(ACTS.kick, async (visit, form, circle) => {
      const { kick: texts, nothingChosen } = visit.messages.circles;
      const people = form.all("person");
      if (people.length === 0) return show(visit, circle, nothingChosen);
      if (!isConfirmed(form))
        return frame.question(visit, {
          tab: "circles",
          title: texts.title(people.length, circle),
          lead: texts.lead,
          fields: html`<ul class="card rows">${people.map((person) => html`<li><span class="jid">${person}</span><input type="hidden" name="person" value="${person}"></li>`)}</ul>
`,
          button: texts.confirm,
          action: ACTS.kick,
          carries: { circle },
          back: circlePath(circle),
          isGrave: true,
        });
      const kicked = await attempt(visit, () => visit.operations.circles.kick(circle, people));
      return after(visit, circle, kicked, circlePath(circle, { done: "yes" }));
    }),
    act(ACTS.rename, async (visit, form, circle) => {
      const renamed = await attempt(visit, () => visit.operations.circles.rename(circle, form.text("name")));
      const name = renamed.is === "done" ? renamed.result.name : circle;
      return after(visit, circle, renamed, circlePath(name, { done: "yes" }));
    }),
    act(ACTS.remove, async (visit, form, circle) => {
      const { remove: texts } = visit.messages.circles;
      if (!isConfirmed(form))
        return frame.question(visit, {
          tab: "circles",
          title: texts.title(circle),
          lead: texts.lead,
          fields: html`<p class="check"><input type="checkbox" id="keep" name="keep" value="yes"> <label for="keep">${texts.room}</label></p>
`,
          button: texts.confirm,
          action: ACTS.remove,
          carries: { circle },
          back: circlePath(circle),
          isGrave: true,
        });
      const removed = await attempt(visit, () => visit.operations.circles.remove(circle, form.text("keep") === "yes"));
      return after(visit, circle, removed, "/admin/circles?done=removed");
    }),
  ];
}

/** `typed` are the people to add. */
function main(visit: AdminVisit, { name, room, members }: CircleDetails, typed: string, sentence?: string): Html {
  const { circles: texts } = visit.messages;
  const after = visit.query.get("after") ?? "";
  const start = members.findIndex(({ jid }) => jid === after) + 1;
  const shown = members.slice(start, start + PAGE_SIZE);
  const next = start + PAGE_SIZE < members.length ? shown.at(-1)?.jid : undefined;
  const formTo = (action: string): Html =>
    html`${visit.formTo(action)}<input type="hidden" name="circle" value="${name}">`;
  return html`<div class="narrow"><h1><bdi>${name}</bdi></h1>
${problem(sentence)}${done(visit.query.get("done") === "yes" ? texts.done : undefined)}
<p class="lead">${texts.count(members.length)}${room !== null && html` · <span class="jid">${room}</span>`}</p>
${
  shown.length > 0 &&
  html`${formTo(ACTS.kick)}<ul class="card rows">${shown.map(
    ({ jid, name: called }) =>
      html`<li><input type="checkbox" name="person" value="${jid}" aria-label="${texts.choose(jid)}"><div><span class="jid">${jid}</span>${called !== jid && html`<p class="hint"><bdi>${called}</bdi></p>`}</div></li>`,
  )}</ul>
<button class="button danger">${texts.kick.button}</button></form>`
}
${pager(visit, PATH, { after, next, query: { name } })}
<section class="card" aria-labelledby="add"><h2 id="add">${texts.add}</h2>
${formTo(ACTS.add)}<div class="field"><label for="people">${texts.addresses}</label>
<input type="text" id="people" name="people" value="${typed}" required maxlength="10000" autocapitalize="none" spellcheck="false" aria-describedby="people-note">
<p class="hint" id="people-note">${texts.addressesHint}</p></div>
<button class="button">${texts.addButton}</button></form></section>
<details><summary>${texts.rename}</summary>
${formTo(ACTS.rename)}<div class="field"><label for="name">${texts.newName}</label>
<input type="text" id="name" name="name" value="${name}" required maxlength="${MAX_NAME}"></div>
<button class="button quiet">${texts.renameButton}</button></form></details>
<div class="row">${formTo(ACTS.remove)}<button class="button danger">${texts.remove.button}</button></form></div>
<p class="row"><a href="/admin/circles">${texts.back}</a></p></div>`;
}
