/** "Keep my history": which conversations the server keeps for somebody (XEP-0441), and deleting what it has kept. */
import { accountPageMessages } from "../../../messages/account-pages.ts";
import { accountSectionMessages } from "../../../messages/account-sections.ts";
import { durationText } from "../../../messages/units.ts";
import type { ErrorResponse } from "../../site.ts";
import { radios } from "../form-fields.ts";
import { html } from "../html.ts";
import { pageResponse, redirect } from "../layout.ts";
import type { MemberVisit, PageRoutes } from "../page-routes.ts";
import type { AccountSection } from "./section.ts";

const CHOICES = ["always", "roster", "never"] as const;
export type Kept = (typeof CHOICES)[number];

/** `account` is a bare JID. */
export interface OwnHistory {
  /** How long messages are kept, in milliseconds; Infinity for "forever". */
  readonly keep: number;
  readonly usualOf: (account: string) => Kept;
  readonly setUsual: (account: string, usual: Kept) => Promise<void>;
  readonly deleteAll: (account: string) => Promise<void>;
}

const PATH = "/account/history";
const MINUTE = 60_000;

export function historySection(pages: PageRoutes, history: OwnHistory, errorResponse: ErrorResponse): AccountSection {
  const confirmation = (visit: MemberVisit): Response => {
    const texts = accountSectionMessages[visit.language].history;
    return pageResponse(visit, {
      title: texts.deleteTitle,
      main: html`<h1>${texts.deleteTitle}</h1>
<p class="lead">${texts.deleteLead}</p>
${visit.formTo(PATH)}<input type="hidden" name="delete" value="confirmed">
<p class="row"><button class="button danger">${texts.confirm}</button> <a class="button quiet" href="/account#history">${texts.keep}</a></p></form>
<p><a href="/account">${accountPageMessages[visit.language].back}</a></p>`,
    });
  };

  const route = pages.memberRoute(PATH, {
    get: () => redirect("/account#history"),
    isDangerous: (form) => form.text("delete") === "confirmed",
    post: async (visit, form) => {
      const { account } = visit;
      if (form.text("delete") === "confirmed") {
        await history.deleteAll(account);
        return redirect("/account?done=history-deleted#history");
      }
      if (form.text("delete") !== "") return confirmation(visit);
      const usual = CHOICES.find((each) => each === form.text("usual"));
      if (usual === undefined) return errorResponse(400, visit.request.request);
      await history.setUsual(account, usual);
      return redirect("/account?done=history-kept#history");
    },
  });

  return {
    name: "history",
    title: (language) => accountSectionMessages[language].history.title,
    routes: [route],
    notices: (language) => {
      const { saved, deleted } = accountSectionMessages[language].history;
      return { "history-kept": saved, "history-deleted": deleted };
    },
    show: (visit) => {
      const texts = accountSectionMessages[visit.language].history;
      const { keep } = history;
      return html`<p>${Number.isFinite(keep) ? texts.time(durationText(Math.round(keep / MINUTE), visit.language)) : texts.forever}</p>
${visit.formTo(PATH)}${radios({
  ...{ name: "usual", label: texts.question, chosen: history.usualOf(visit.account) },
  options: CHOICES.map((value) => ({ value, label: texts[value] })),
})}
<p class="hint">${texts.stays}</p>
<p class="row"><button class="button quiet">${texts.save}</button></p></form>
${visit.formTo(PATH)}<input type="hidden" name="delete" value="asked"><p class="row"><button class="button danger">${texts.delete}</button></p></form>`;
    },
  };
}
