/** The form of a question: what can be answered, and the buttons that send it. */
import type { SetupBrowserMessages } from "../../src/messages/setup-browser.ts";
import { type Html, html } from "../../src/web/pages/html.ts";
import { capital, columnsOf, titleAndRest } from "./lines.ts";
import type { Question, Screen } from "./screen.ts";

/** What is in forms. */
export const FIELDS = { question: "question", answer: "answer", key: "key", go: "go", code: "code" } as const;
export const GO = { on: "on", back: "back", leave: "leave", again: "again" } as const;
/** Characters of an answer. */
export const MAX_ANSWER = 4000;

export interface FormDeps {
  readonly texts: SetupBrowserMessages;
  /** The beginning of each form, with its token. */
  readonly form: Html;
}

/** Which question a form is for. */
export const hiddenId = ({ id }: Screen): Html => html`<input type="hidden" name="${FIELDS.question}" value="${id}">`;

/** `isTitle`: the title of the page says what is asked. */
export function questionForm(screen: Screen, now: Question, isTitle: boolean, { texts, form }: FormDeps): Html {
  const said = "message" in now && !isTitle ? titleAndRest(columnsOf(now.message).at(-1) ?? "") : undefined;
  const message =
    said && html`<h2 id="message">${said.title}</h2>${said.rest !== undefined && html`<p>${said.rest}</p>`}`;
  return html`${form}${hiddenId(screen)}
${message}
${controlsOf(now, isTitle ? "title" : "message", screen, texts)}
<div class="row">${buttonsOf(now, texts)}${
    screen.canGoBack &&
    html`<button class="button quiet" name="${FIELDS.go}" value="${GO.back}" formnovalidate>${texts.back}</button>`
  }</div></form>`;
}

/** `label` is the id of what names them. */
function controlsOf(now: Question, label: string, screen: Screen, texts: SetupBrowserMessages): Html | undefined {
  if (now.kind === "watch") return undefined;
  if (now.kind === "choose") return choicesHtml(now, label);
  const isSecret = now.kind === "secret";
  const warning = isSecret && screen.isOverheard ? texts.overheard : undefined;
  const { problem, example } = now;
  const notes = [
    ...(problem === undefined ? [] : [html`<p class="error" id="answer-problem">${problem}</p>`]),
    ...(example === "" ? [] : [html`<p class="hint" id="answer-example">${example}</p>`]),
    ...(warning === undefined ? [] : [html`<p class="hint" id="answer-warning">${warning}</p>`]),
  ];
  const noted = [problem && "answer-problem", example && "answer-example", warning && "answer-warning"].filter(Boolean);
  return html`<div class="field"><input id="answer" name="${FIELDS.answer}" type="${isSecret ? "password" : "text"}" value="${now.kind === "ask" ? now.value : ""}" aria-labelledby="${label}"${
    noted.length > 0 && html` aria-describedby="${noted.join(" ")}"`
  }${problem !== undefined && html` aria-invalid="true"`} autocomplete="${isSecret ? "new-password" : "off"}" maxlength="${MAX_ANSWER}" autocapitalize="none" spellcheck="false" autofocus>
${isSecret && html`<button type="button" class="show" data-shows="answer" aria-pressed="false" hidden>${texts.show}</button>`}
${notes}</div>`;
}

/** One alone is its own button. */
function choicesHtml({ choices, initial }: Extract<Question, { kind: "choose" }>, label: string): Html {
  const [only] = choices;
  if (choices.length === 1 && only) return html`<input type="hidden" name="${FIELDS.answer}" value="${only.value}">`;
  return html`<div role="radiogroup" aria-labelledby="${label}" class="options">${choices.map(
    ({ value, label: text, hint }) =>
      html`<label class="choice"><input type="radio" name="${FIELDS.answer}" value="${value}" required${value === initial && html` checked`}> <span>${text}${hint !== undefined && html`<small class="hint">${hint}</small>`}</span></label>`,
  )}</div>`;
}

function buttonsOf(now: Question, texts: SetupBrowserMessages): Html {
  if (now.kind === "watch") {
    const { enter = texts.goOn, ...letters } = now.actions;
    return html`<button class="button" name="${FIELDS.key}" value="enter">${capital(enter)}</button>${Object.entries(
      letters,
    ).map(
      ([key, does]) => html`<button class="button quiet" name="${FIELDS.key}" value="${key}">${capital(does)}</button>`,
    )}`;
  }
  const only = now.kind === "choose" && now.choices.length === 1 ? now.choices[0]?.label : undefined;
  return html`<button class="button" name="${FIELDS.go}" value="${GO.on}">${only ?? texts.goOn}</button>`;
}
