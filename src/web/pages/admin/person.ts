/** One account: what is known of it, and what an administrator can do with it. */
import type { HttpRoute } from "../../../http.ts";
import type { AdminPageMessages } from "../../../messages/admin-pages.ts";
import { sizeText } from "../../../messages/units.ts";
import type { AccountSummary } from "../../../operations/people.ts";
import { issuedCard } from "../account/issued-invitation.ts";
import type { IssuedLink } from "../account/own-invitations.ts";
import { done, problem } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { redirect } from "../layout.ts";
import { localTime } from "../local-time.ts";
import { face } from "./face.ts";
import { type AdminFrame, type AdminVisit, attempt, isConfirmed, missing, pathWith } from "./frame.ts";
import { agoText } from "./moments.ts";
import { facts } from "./table.ts";

const PATH = "/admin/people/one";

export const personPath = (account: string, more: Readonly<Record<string, string>> = {}): string =>
  pathWith(PATH, { jid: account, ...more });

type Act = "disable" | "remove" | "reset";

export function personPages(frame: AdminFrame, now: () => number): readonly HttpRoute[] {
  const show = async (visit: AdminVisit, account: string, sentence?: string): Promise<Response> => {
    const found = await attempt(visit, () => visit.operations.people.show(account));
    if (found.is === "refused") return missing(frame, visit, "people", found.sentence);
    return frame.page(
      { ...visit, path: personPath(account) },
      {
        tab: "people",
        title: account,
        status: sentence === undefined ? 200 : 422,
        main: person(visit, found.result, now(), sentence),
      },
    );
  };

  /** What is asked about before it is done. */
  const actRoute = (act: Exclude<Act, "reset">, target: (account: string) => string): HttpRoute =>
    frame.route(`/admin/people/${act}`, {
      get: () => redirect("/admin/people"),
      post: async (visit, form) => {
        const { people } = visit.operations;
        const account = form.text("jid");
        const found = await attempt(visit, () => people.show(account));
        if (found.is === "refused") return missing(frame, visit, "people", found.sentence);
        if (!isConfirmed(form)) return question(visit, act, found.result);
        const result = await attempt(visit, () => people[act](account));
        return result.is === "refused" ? show(visit, account, result.sentence) : redirect(target(account));
      },
    });

  const question = (visit: AdminVisit, act: Act, { jid, bytes }: AccountSummary): Response => {
    const texts = visit.messages.people;
    const { title, confirm } = texts[act];
    return frame.question(visit, {
      tab: "people",
      title: title(jid),
      lead: act === "remove" ? texts.remove.lead(sizeText(bytes, visit.language)) : texts[act].lead,
      button: confirm,
      action: `/admin/people/${act}`,
      carries: { jid },
      back: personPath(jid),
      isGrave: act !== "reset",
    });
  };
  const linkPage = (visit: AdminVisit, account: string, issued: IssuedLink): Response => {
    const { reset: texts, back } = visit.messages.people;
    return frame.page(visit, {
      tab: "people",
      title: texts.made(account),
      main: html`<div class="narrow"><h1>${texts.made(account)}</h1>
<p class="lead">${texts.give}</p>
${issuedCard(issued, visit.language, texts.made(account))}
<p class="row"><a href="/admin/people">${back}</a></p></div>`,
    });
  };

  return [
    frame.route(PATH, {
      get: (visit) => {
        const account = visit.query.get("jid") ?? "";
        return account === "" ? redirect("/admin/people") : show(visit, account);
      },
    }),
    actRoute("disable", (account) => personPath(account, { done: "disable" })),
    actRoute("remove", () => "/admin/people?done=removed"),
    frame.route("/admin/people/reset", {
      get: () => redirect("/admin/people"),
      post: async (visit, form) => {
        const { people } = visit.operations;
        const account = form.text("jid");
        const found = await attempt(visit, () => people.show(account));
        if (found.is === "refused") return missing(frame, visit, "people", found.sentence);
        if (!isConfirmed(form)) return question(visit, "reset", found.result);
        const made = await attempt(visit, () => people.reset(account));
        return made.is === "refused" ? show(visit, account, made.sentence) : linkPage(visit, account, made.result);
      },
    }),
    frame.route("/admin/people/enable", {
      get: () => redirect("/admin/people"),
      post: async (visit, form) => {
        const account = form.text("jid");
        const result = await attempt(visit, () => visit.operations.people.enable(account));
        return result.is === "refused"
          ? missing(frame, visit, "people", result.sentence)
          : redirect(personPath(account, { done: "enable" }));
      },
    }),
  ];
}

function person(visit: AdminVisit, account: AccountSummary, now: number, sentence?: string): Html {
  const { people: texts } = visit.messages;
  const { jid, created, bytes, apps, lastSeen, disabled } = account;
  const { language } = visit;
  const name = visit.operations.people.nameOf(jid);
  const key = visit.query.get("done");
  const notice = key === "disable" ? texts.disable.done : key === "enable" ? texts.enable.done : undefined;
  const seen = lastSeen === undefined ? texts.never : agoText(lastSeen, now, language);
  return html`<div class="narrow"><div class="who">${face(jid)}<div><h1 class="jid">${jid}</h1>${name !== undefined && html`<p class="hint"><bdi>${name}</bdi></p>`}</div></div>
${problem(sentence)}${done(notice)}
<div class="card">${facts([
    [texts.role, roleOf(account, visit.messages) || texts.person],
    [texts.columns.seen, apps > 0 ? texts.here : seen],
    [texts.apps, apps],
    [texts.circles, visit.operations.circles.ofAccount(jid).join(", ")],
    [texts.columns.kept, sizeText(bytes, language)],
    [texts.since, localTime(created, language)],
  ])}</div>
${jid === visit.account ? html`<p>${texts.self}</p>` : html`<div class="row">${acts(visit, jid, disabled)}</div>`}
<p class="row"><a href="/admin/people">${texts.back}</a></p></div>`;
}

const acts = (visit: AdminVisit, jid: string, disabled: boolean): Html => {
  const { people: texts } = visit.messages;
  const button = (act: Act | "enable", text: string, look: string): Html =>
    html`${visit.formTo(`/admin/people/${act}`)}<input type="hidden" name="jid" value="${jid}"><button class="button ${look}">${text}</button></form>
`;
  return html`${button("reset", texts.reset.button, "quiet")}${disabled ? button("enable", texts.enable.button, "quiet") : button("disable", texts.disable.button, "quiet")}${button("remove", texts.remove.button, "danger")}`;
};

/** Empty for what most people are. */
export const roleOf = ({ admin, disabled }: AccountSummary, { people: texts }: AdminPageMessages): string =>
  [...(admin ? [texts.administrator] : []), ...(disabled ? [texts.disabled] : [])].join(", ");
