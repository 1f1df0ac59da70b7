/** An announcement: written, looked at in one's own app, then sent to everybody. */
import type { HttpRoute } from "../../../http.ts";
import { done, problem } from "../form-fields.ts";
import { html } from "../html.ts";
import { redirect } from "../layout.ts";
import { type AdminFrame, type AdminVisit, attempt, isConfirmed } from "./frame.ts";

const PATH = "/admin/announcement";
/** Characters, as the operation has it. */
const MAX_LENGTH = 4000;

interface Shown {
  readonly text?: string;
  readonly sentence?: string;
  readonly notice?: string;
}

export function announcementPage(frame: AdminFrame): HttpRoute {
  const page = (visit: AdminVisit, { text = "", sentence, notice }: Shown): Response => {
    const { announcement: texts, tabs } = visit.messages;
    return frame.page(visit, {
      tab: "announcement",
      title: tabs.announcement,
      status: sentence === undefined ? 200 : 422,
      main: html`<div class="narrow"><h1>${tabs.announcement}</h1>
${problem(sentence)}${done(notice)}
<p class="lead">${texts.lead}</p>
<div class="card">${visit.formTo(PATH)}
<div class="field"><label for="text">${texts.text}</label>
<textarea id="text" name="text" rows="6" required maxlength="${MAX_LENGTH}" aria-describedby="text-note">
${text}</textarea>
<p class="hint" id="text-note">${texts.hint}</p></div>
<p class="row"><button class="button quiet" name="to" value="me">${texts.preview}</button> <button class="button" name="to" value="all">${texts.all}</button></p>
</form></div></div>`,
    });
  };

  return frame.route(PATH, {
    get: (visit) => {
      const count = Number(visit.query.get("sent"));
      const isSent = Number.isSafeInteger(count) && count > 0;
      return page(visit, isSent ? { notice: visit.messages.announcement.done(count) } : {});
    },
    post: async (visit, form) => {
      const { announcement: texts } = visit.messages;
      const { announcements, people } = visit.operations;
      const text = form.text("text");
      if (form.text("to") === "me" && !isConfirmed(form)) {
        const told = await attempt(visit, () => announcements.toSelf(text));
        return told.is === "refused"
          ? page(visit, { text, sentence: told.sentence })
          : page(visit, { text, notice: texts.previewed(visit.account) });
      }
      if (isConfirmed(form)) {
        const told = await attempt(visit, () => announcements.toAll(text));
        return told.is === "refused"
          ? page(visit, { text, sentence: told.sentence })
          : redirect(`${PATH}?sent=${told.result}`);
      }
      return frame.question(visit, {
        tab: "announcement",
        title: texts.title(people.count()),
        lead: texts.lead,
        fields: html`<blockquote class="card">${text}</blockquote>
`,
        button: texts.confirm,
        action: PATH,
        carries: { text },
        back: PATH,
        isGrave: false,
      });
    },
  });
}
