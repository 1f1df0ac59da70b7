/** Parts of forms, and what is said above them. */
import { type Html, html } from "./html.ts";

export interface Field {
  /** Of the field in the form, and its id. */
  readonly name: string;
  readonly label: string;
  readonly type?: "text" | "password";
  /** The HTML Standard §4.10.18.7: what a password manager fills in, or keeps. */
  readonly autocomplete: "username" | "current-password" | "new-password" | "nickname" | "off";
  readonly isOptional?: boolean;
  /** Which keyboard a phone shows. */
  readonly inputMode?: "numeric";
  /** What was typed before; never a password. */
  readonly value?: string | undefined;
  readonly hint?: string | undefined;
  /** What is wrong with what was typed; it stands in the hint's place. */
  readonly error?: string | undefined;
  /** The text of the button that shows a password. */
  readonly show?: string;
  /** What follows the field on its line: "@example.com". */
  readonly after?: string;
}

export function field({
  name,
  label,
  type = "text",
  autocomplete,
  value,
  hint,
  error,
  show,
  after,
  isOptional,
  inputMode,
}: Field): Html {
  const isWrong = error !== undefined;
  const note = error ?? hint;
  return html`<div class="field"><label for="${name}">${label}</label>
${after !== undefined && html`<div class="with-after">`}<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" value="${value ?? ""}"${!isOptional && html` required`}${inputMode !== undefined && html` inputmode="${inputMode}"`} maxlength="1023" autocapitalize="none" spellcheck="false"${
    note !== undefined && html` aria-describedby="${name}-note"`
  }${isWrong && html` aria-invalid="true"`}>${after !== undefined && html`<span>${after}</span></div>`}
${show !== undefined && html`<button type="button" class="show" data-shows="${name}" aria-pressed="false" hidden>${show}</button>`}
${note !== undefined && html`<p class="${isWrong ? "error" : "hint"}" id="${name}-note">${note}</p>`}
</div>`;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface Choices {
  /** Of the field in the form. */
  readonly name: string;
  readonly label: string;
  readonly options: readonly Choice[];
  /** The value that is chosen. */
  readonly chosen: string | undefined;
}

/** One of a few, all of which are seen. */
export const radios = ({ name, label, options, chosen }: Choices): Html =>
  html`<fieldset><legend>${label}</legend>${options.map(
    (option) =>
      html`<label class="choice"><input type="radio" name="${name}" value="${option.value}" required${option.value === chosen && html` checked`}> ${option.label}</label>`,
  )}</fieldset>`;

/** One of many. */
export const select = ({ name, label, options, chosen }: Choices): Html =>
  html`<div class="field"><label for="${name}">${label}</label>
<select id="${name}" name="${name}">${options.map(({ value, label: text }) => html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`)}</select></div>`;

/** What has gone wrong; the page opens with the focus on it. */
export const problem = (sentence: string | undefined): Html | undefined =>
  sentence === undefined ? undefined : html`<p class="notice bad" role="alert" tabindex="-1" autofocus>${sentence}</p>`;

/** What has been done. */
export const done = (sentence: string | undefined): Html | undefined =>
  sentence === undefined ? undefined : html`<p class="notice good" role="status">${sentence}</p>`;

/** Copies the text of the element with this id; there only where a script runs. */
export const copyButton = (id: string, { copy, copied }: { readonly copy: string; readonly copied: string }): Html =>
  html`<button type="button" class="button quiet" data-copies="${id}" data-done="${copied}" hidden>${copy}</button>`;
