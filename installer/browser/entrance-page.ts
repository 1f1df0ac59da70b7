/** What a browser sees that is not in: a field for the code, a button for the first one, or that somebody else is there. */
import type { SetupBrowserMessages } from "../../src/messages/setup-browser.ts";
import { problem } from "../../src/web/pages/form-fields.ts";
import { type Html, html } from "../../src/web/pages/html.ts";
import { type Entrance, type Refusal, spelledCode } from "./entrance.ts";
import { FIELDS, type FormDeps, GO } from "./question-form.ts";

export interface EntrancePage {
  readonly title: string;
  readonly main: Html;
  readonly status: number;
}

const STATUS: Readonly<Record<Refusal, number>> = { wrong: 403, often: 429, taken: 403 };

/** `typed`: the code of the link that the terminal shows, which nobody has sent yet. */
export function entrancePage(
  entrance: Pick<Entrance, "hasCode" | "isTaken">,
  { texts, form, typed, refusal }: FormDeps & { readonly typed: string; readonly refusal: Refusal | undefined },
): EntrancePage {
  if (entrance.hasCode) return codePage(texts, form, typed, refusal);
  return entrance.isTaken() ? takenPage(texts) : firstPage(texts, form);
}

function codePage(texts: SetupBrowserMessages, form: Html, typed: string, refusal: Refusal | undefined): EntrancePage {
  const { title, lead, code } = texts;
  const said = refusal === "wrong" || refusal === "often" ? code[refusal] : undefined;
  return {
    title,
    status: refusal === undefined ? 200 : STATUS[refusal],
    main: html`<h1>${title}</h1>
<p class="lead">${lead}</p>
${problem(said)}
${form}<div class="field"><label for="code">${code.label}</label>
<input id="code" name="${FIELDS.code}" type="text" class="code" value="${spelledCode(typed)}" required maxlength="20" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="code-note"${said === undefined && html` autofocus`}>
<p class="hint" id="code-note">${code.hint}</p></div>
<div class="row"><button class="button" name="${FIELDS.go}" value="${GO.on}">${code.begin}</button></div></form>`,
  };
}

const firstPage = ({ title, lead, first }: SetupBrowserMessages, form: Html): EntrancePage => ({
  title,
  status: 200,
  main: html`<h1>${title}</h1>
<p class="lead">${lead}</p>
<p>${first.lead}</p>
${form}<div class="row"><button class="button" name="${FIELDS.go}" value="${GO.on}">${first.begin}</button></div></form>`,
});

const takenPage = ({ taken }: SetupBrowserMessages): EntrancePage => ({
  title: taken.title,
  status: STATUS.taken,
  main: html`<h1>${taken.title}</h1>
<p class="lead">${taken.lead}</p>
<p>${taken.hint}</p>`,
});
