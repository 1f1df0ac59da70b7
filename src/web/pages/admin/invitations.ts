/** Invitations: those that are open, and their end; a new one, for one person or for several. */
import { DAY } from "../../../clock.ts";
import type { HttpRoute } from "../../../http.ts";
import { invitePageMessages } from "../../../messages/invite-pages.ts";
import type { Invitation } from "../../../operations/invitations.ts";
import type { Form } from "../../forms.ts";
import { issuedCard } from "../account/issued-invitation.ts";
import { done, problem } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { redirect } from "../layout.ts";
import { localTime } from "../local-time.ts";
import { type AdminFrame, type AdminVisit, attempt, isConfirmed, missing, pager, pathWith } from "./frame.ts";
import { table } from "./table.ts";

const PATH = "/admin/invitations";
const NEW = `${PATH}/new`;
const REVOKE = `${PATH}/revoke`;
const PAGE_SIZE = 50;
const MAX_USES = 1000;
const MAX_NOTE = 200;
/** Days that an invitation may be good for; the middle one is usual. */
const VALIDITIES = [1, 7, 30];
const USUAL = 7;

export function invitationPages(frame: AdminFrame): readonly HttpRoute[] {
  return [
    frame.route(PATH, { get: (visit) => list(frame, visit) }),
    frame.route(NEW, {
      get: (visit) => newPage(frame, visit),
      // Whoever is invited to administer the server can do all that is dangerous.
      isDangerous: (form) => form.text("admin") === "yes",
      post: async (visit, form) => {
        const texts = visit.messages.invitations;
        const made = await attempt(visit, () =>
          visit.operations.invitations.create({
            name: form.text("name").trim(),
            note: form.text("note").trim(),
            circle: form.text("circle"),
            isAdministrator: form.text("admin") === "yes",
            uses: Number(form.text("uses")),
            validity: Number(form.text("days")) * DAY,
          }),
        );
        if (made.is === "refused") return newPage(frame, visit, form, made.sentence);
        return frame.page(visit, {
          tab: "invitations",
          title: texts.made,
          main: html`<div class="narrow"><h1>${texts.made}</h1>
<p class="lead">${texts.give}</p>
${issuedCard(made.result, visit.language, invitePageMessages[visit.language].preview(visit.domain))}
<p class="row"><a href="${NEW}">${texts.new}</a> <a href="${PATH}">${texts.back}</a></p></div>`,
        });
      },
    }),
    frame.route(REVOKE, {
      get: () => redirect(PATH),
      post: async (visit, form) => {
        const { revoke: texts } = visit.messages.invitations;
        const { invitations } = visit.operations;
        const id = form.text("id");
        const invitation = invitations.list().find((each) => each.id === id);
        if (invitation && !isConfirmed(form))
          return frame.question(visit, {
            tab: "invitations",
            title: texts.title,
            lead: texts.lead(purposeOf(visit, invitation)),
            button: texts.confirm,
            action: REVOKE,
            carries: { id },
            back: PATH,
            isGrave: true,
          });
        const result = await attempt(visit, () => invitations.revoke(id));
        return result.is === "refused"
          ? missing(frame, visit, "invitations", result.sentence)
          : redirect(`${PATH}?done=revoked`);
      },
    }),
  ];
}

function list(frame: AdminFrame, visit: AdminVisit): Response {
  const { invitations: texts, tabs } = visit.messages;
  const all = visit.operations.invitations.list();
  const after = visit.query.get("after") ?? "";
  const start = all.findIndex(({ id }) => id === after) + 1;
  const shown = all.slice(start, start + PAGE_SIZE);
  const next = start + PAGE_SIZE < all.length ? shown.at(-1)?.id : undefined;
  return frame.page(
    { ...visit, path: pathWith(PATH, { after }) },
    {
      tab: "invitations",
      title: tabs.invitations,
      main: html`<h1>${tabs.invitations}</h1>
${done(visit.query.get("done") === "revoked" ? texts.revoke.done : undefined)}
<p class="lead">${shown.length > 0 ? texts.lead : texts.none}</p>
<p><a class="button" href="${NEW}">${texts.new}</a></p>
${shown.length > 0 && rows(visit, shown)}
${pager(visit, PATH, { after, next })}`,
    },
  );
}

const rows = (visit: AdminVisit, invitations: readonly Invitation[]): Html => {
  const { invitations: texts } = visit.messages;
  const { columns } = texts;
  return table(
    [columns.who, columns.until, columns.by, html`<span class="unseen">${texts.revoke.button}</span>`],
    invitations.map((invitation) => [
      html`<bdi>${whoIn(visit, invitation)}</bdi><br><span class="hint">${purposeOf(visit, invitation)}</span>`,
      localTime(invitation.expires, visit.language),
      invitation.by === undefined ? texts.operator : html`<span class="jid">${invitation.by}</span>`,
      html`${visit.formTo(REVOKE)}<input type="hidden" name="id" value="${invitation.id}"><button class="link" aria-label="${texts.revoke.button}: ${whoIn(visit, invitation)}">${texts.revoke.button}</button></form>`,
    ]),
  );
};

const whoIn = ({ messages }: AdminVisit, { note, name, domain }: Invitation): string =>
  note ?? (name === undefined ? messages.invitations.anybody : `${name}@${domain}`);

/** "an account: bob@example.com, Family, 3 of 5 places left". */
function purposeOf({ messages }: AdminVisit, invitation: Invitation): string {
  const { kind, name, domain, circle, isAdministrator, uses, usesLeft, inviter } = invitation;
  const { invitations: texts, people } = messages;
  const details = [
    ...(name === undefined ? [] : [`${name}@${domain}`]),
    ...(kind === "contact" && inviter !== undefined ? [inviter] : []),
    ...(circle === undefined ? [] : [circle]),
    ...(isAdministrator ? [people.administrator] : []),
    ...(uses > 1 ? [texts.left(usesLeft, uses)] : []),
  ];
  return texts.to(texts.kinds[kind], details.join(", "));
}

/** What was typed stays. */
function newPage(frame: AdminFrame, visit: AdminVisit, form?: Form, sentence?: string): Response {
  const { invitations: texts } = visit.messages;
  const typed = (name: string): string => form?.text(name) ?? "";
  const days = Number(typed("days") || USUAL);
  const circles = visit.operations.circles.list();
  return frame.page(visit, {
    tab: "invitations",
    title: texts.new,
    status: sentence === undefined ? 200 : 422,
    main: html`<div class="narrow"><h1>${texts.new}</h1>
${problem(sentence)}
<p class="lead">${texts.newLead}</p>
<div class="card">${visit.formTo(NEW)}
<div class="field"><label for="note">${texts.note}</label>
<input type="text" id="note" name="note" value="${typed("note")}" maxlength="${MAX_NOTE}" aria-describedby="note-note">
<p class="hint" id="note-note">${texts.noteHint}</p></div>
<div class="field"><label for="name">${texts.name}</label>
<input type="text" id="name" name="name" value="${typed("name")}" maxlength="1023" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="name-note">
<p class="hint" id="name-note">${texts.nameHint}</p></div>
<div class="field"><label for="uses">${texts.uses}</label>
<input type="number" id="uses" name="uses" value="${typed("uses") || 1}" min="1" max="${MAX_USES}" required inputmode="numeric" aria-describedby="uses-note">
<p class="hint" id="uses-note">${texts.usesHint}</p></div>
${
  circles.length > 0 &&
  html`<div class="field"><label for="circle">${texts.circle}</label><select id="circle" name="circle"><option value="">${texts.noCircle}</option>${circles.map(
    ({ name }) => html`<option${name === typed("circle") && html` selected`}>${name}</option>`,
  )}</select></div>
`
}<div class="field"><label for="days">${texts.validity}</label><select id="days" name="days">${VALIDITIES.map(
      (each) => html`<option value="${each}"${each === days && html` selected`}>${texts.days(each)}</option>`,
    )}</select></div>
<div class="field check"><input type="checkbox" id="admin" name="admin" value="yes"${typed("admin") === "yes" && html` checked`}> <label for="admin">${texts.admin}</label></div>
<button class="button full">${texts.make}</button>
</form></div>
<p class="row"><a href="${PATH}">${texts.back}</a></p></div>`,
  });
}
