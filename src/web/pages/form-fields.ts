/** Parts of forms, and what is said above them. */
import { type Html, html } from "./html.ts";

export interface Field {
  /** Of the field in the form, and its id. */
  readonly name: string;
  readonly label: string;
  readonly type?: "text" | "password";
  /** The HTML Standard §4.10.18.7: what a password manager fills in, or keeps. */
  readonly autocomplete: "username" | "current-password" | "new-password";
  /** What was typed before; never a password. */
  readonly value?: string | undefined;
  readonly hint?: string | undefined;
  /** What is wrong with what was typed; it stands in the hint's place. */
  readonly error?: string | undefined;
  /** The text of the button that shows a password. */
  readonly show?: string;
}

export function field({ name, label, type = "text", autocomplete, value, hint, error, show }: Field): Html {
  const isWrong = error !== undefined;
  const note = error ?? hint;
  return html`<div class="field"><label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" value="${value ?? ""}" required maxlength="1023" autocapitalize="none" spellcheck="false"${
    note !== undefined && html` aria-describedby="${name}-note"`
  }${isWrong && html` aria-invalid="true"`}>
${show !== undefined && html`<button type="button" class="show" data-shows="${name}" aria-pressed="false" hidden>${show}</button>`}
${note !== undefined && html`<p class="${isWrong ? "error" : "hint"}" id="${name}-note">${note}</p>`}
</div>`;
}

/** What has gone wrong; the page opens with the focus on it. */
export const problem = (sentence: string | undefined): Html | undefined =>
  sentence === undefined ? undefined : html`<p class="notice bad" role="alert" tabindex="-1" autofocus>${sentence}</p>`;

/** What has been done. */
export const done = (sentence: string | undefined): Html | undefined =>
  sentence === undefined ? undefined : html`<p class="notice good" role="status">${sentence}</p>`;
