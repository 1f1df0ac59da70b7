/** "Bring your old account": an account of another server comes here, by its password. */
import { accountPageMessages } from "../../../messages/account-pages.ts";
import { failureText } from "../../../messages/failures.ts";
import { importMessages } from "../../../messages/import.ts";
import type { Language } from "../../../messages/language.ts";
import { moveInMessages } from "../../../messages/move-in.ts";
import { OperationError } from "../../../operation-error.ts";
import type { MoveInResult, MoveInStep } from "../../../operations/move-in.ts";
import { field, problem } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { pageResponse, redirect } from "../layout.ts";
import type { MemberVisit, PageRoutes } from "../page-routes.ts";
import type { AccountSection } from "./section.ts";

/** What goes on, or how it has ended, since the server started. `from` is a bare JID. */
export type OwnMoveInState =
  | { readonly is: "running"; readonly from: string; readonly step?: MoveInStep | undefined }
  | { readonly is: "done"; readonly from: string; readonly result: MoveInResult }
  | { readonly is: "failed"; readonly from: string; readonly error: OperationError };

/** `account` is a bare JID. */
export interface OwnMoveIn {
  readonly stateOf: (account: string) => OwnMoveInState | undefined;
  /** Begins, and returns at once. Throws OperationError. */
  readonly start: (account: string, wish: OwnMoveInWish) => void;
}

export interface OwnMoveInWish {
  /** As it was typed. */
  readonly from: string;
  readonly password: string;
  readonly follows: boolean;
}

const PATH = "/account/move-in";
const MAX_LEFT = 40;

/** What was wrong with what was typed. */
interface Refused {
  readonly from: string;
  readonly error: OperationError;
}

export function moveInSection(pages: PageRoutes, moveIn: OwnMoveIn): AccountSection {
  const page = (visit: MemberVisit, refused?: Refused): Response => {
    const texts = moveInMessages[visit.language].page;
    const state = moveIn.stateOf(visit.account);
    const sentence = refused && failureText(refused.error, visit.language).join(": ");
    const isLimited = refused?.error.reason === "too-many-attempts" || refused?.error.reason === "too-many-move-ins";
    return pageResponse(visit, {
      title: texts.title,
      status: refused ? (isLimited ? 429 : 422) : 200,
      main: html`<h1>${texts.title}</h1>
${problem(sentence)}
${state && stateOf(state, visit.language)}
${state?.is !== "running" && formOf(visit, refused?.from)}
<p><a href="/account">${accountPageMessages[visit.language].back}</a></p>`,
    });
  };

  const formOf = (visit: MemberVisit, from: string | undefined): Html => {
    const texts = moveInMessages[visit.language].page;
    const { show } = accountPageMessages[visit.language].signIn;
    return html`<p class="lead">${texts.lead}</p>
<div class="card">${visit.formTo(PATH)}
${field({ name: "from", label: texts.address, hint: texts.addressHint, autocomplete: "off", value: from })}
${field({ name: "password", label: texts.password, type: "password", autocomplete: "off", show })}
<p><label class="choice"><input type="checkbox" name="follow" value="yes" checked> ${texts.follow}</label></p>
<button class="button full">${texts.button}</button>
</form></div>`;
  };

  const route = pages.memberRoute(PATH, {
    get: (visit) => page(visit),
    post: (visit, form) => {
      const from = form.text("from").trim();
      try {
        moveIn.start(visit.account, {
          from,
          password: form.text("password"),
          follows: form.text("follow") === "yes",
        });
      } catch (error) {
        if (!(error instanceof OperationError)) throw error;
        return page(visit, { from, error });
      }
      return redirect(PATH);
    },
  });

  return {
    name: "move-in",
    title: (language) => moveInMessages[language].page.title,
    routes: [route],
    show: ({ language }) => {
      const texts = moveInMessages[language].page;
      return html`<p>${texts.lead}</p>
<p><a class="button quiet" href="${PATH}">${texts.title}</a></p>`;
    },
  };
}

function stateOf(state: OwnMoveInState, language: Language): Html {
  const messages = moveInMessages[language];
  const texts = messages.page;
  const { from } = state;
  if (state.is === "done")
    return html`<p class="notice good" role="status">${texts.done(from)}</p>${resultOf(state.result, language)}`;
  if (state.is === "failed")
    return html`<p class="notice bad" role="alert">${texts.failed(from)} ${failureText(state.error, language)[0]}</p>
<p>${texts.again}</p>`;
  return html`<p class="notice" role="status">${texts.running(from)}</p>
<p>${state.step && stepText(state.step, language)}</p>
<p class="row"><a class="button" href="${PATH}">${texts.look}</a></p>`;
}

function stepText(step: MoveInStep, language: Language): string {
  const messages = moveInMessages[language];
  if ("signedIn" in step) return messages.signedIn(step.signedIn);
  return "stage" in step ? messages.stage(messages.stages[step.stage], step.done, step.total) : "";
}

function resultOf({ from, counts, left, asked, isStated }: MoveInResult, language: Language): Html {
  const messages = moveInMessages[language];
  const { kinds, reasons } = importMessages[language];
  const remarks = [
    isStated === undefined ? messages.notAsked : messages.asked(asked),
    ...(isStated === false ? [messages.notStated(from)] : []),
    messages.signInAgain,
    ...messages.stays,
  ];
  return html`<ul>${counts.map(
    ({ kind, stored, known }) => html`<li>${kinds[kind](stored)}${known > 0 && messages.alreadyHere(known)}</li>`,
  )}</ul>
${
  left.length > 0 &&
  html`<p>${messages.leftHead}</p>
<ul>${left.slice(0, MAX_LEFT).map(({ kind, count, subject, reason }) => html`<li>${kinds[kind](count)}${subject !== "" && ` (${subject})`}: ${reasons[reason]}</li>`)}</ul>`
}
${remarks.map((text) => html`<p>${text}</p>`)}`;
}
