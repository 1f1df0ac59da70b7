/** The page of what is asked now: which step it is, what was found, and the form. */
import type { SetupBrowserMessages } from "../../src/messages/setup-browser.ts";
import { problem } from "../../src/web/pages/form-fields.ts";
import { type Html, html } from "../../src/web/pages/html.ts";
import { qrCode } from "../../src/web/pages/qr-code.ts";
import { capital, closingHtml, columnsOf, inColumns, linesHtml, positionOf, titleAndRest } from "./lines.ts";
import { FIELDS, type FormDeps, GO, hiddenId, questionForm } from "./question-form.ts";
import type { Block, Present, Screen } from "./screen.ts";

export interface ScreenPage {
  readonly title: string;
  readonly main: Html;
  /** What is on it changes by itself. */
  readonly isLive: boolean;
}

export interface ScreenPageDeps extends FormDeps {
  /** What has become of what was sent, where it was not an answer. */
  readonly notice: string | undefined;
  /** Where the file of a backup is sent. */
  readonly uploadTo: string;
  /** All is over, and the server does not run yet. */
  readonly isStarting: boolean;
}

export function screenPage(screen: Screen, deps: ScreenPageDeps): ScreenPage {
  const { now, blocks } = screen;
  const step = now.kind === "closed" ? undefined : screen.step;
  const { texts, notice, isStarting } = deps;
  const { title, rest, progress } = step === undefined ? titleOf(now, texts) : titleOfStep(step);
  return {
    title,
    isLive: now.kind === "wait" || now.kind === "watch" || isStarting,
    main: html`<div class="setup" data-screen="${screen.id}-${isStarting ? "starting" : now.kind}">
${progress}
<h1 id="title">${title}</h1>
${rest !== undefined && html`<p>${rest}</p>`}
${problem(now.kind === "closed" ? undefined : notice)}
${step && linesHtml(step.lines, "paste-step", texts)}
${step?.code !== undefined && qrCode(step.code, texts.qr)}
${foundHtml(blocks, texts)}
<div id="live" aria-live="polite">${liveHtml(now, texts)}</div>
${now.kind === "closed" ? closedHtml(screen, now, deps) : now.kind !== "wait" && questionForm(screen, now, step === undefined, deps)}
${now.kind === "ask" && now.takesBackup && uploadHtml(screen.isOverheard, deps)}
${(now.kind !== "closed" || now.isFailure) && stopHtml(screen, deps)}
<p class="notice bad" role="alert" data-gone hidden>${texts.lost}</p>
</div>`,
  };
}

interface Title {
  readonly title: string;
  /** What is said below it. */
  readonly rest?: string;
  readonly progress?: Html;
}

/** "4 of 5   Certificate   Let's Encrypt": the title, and what stands beside it. */
function titleOfStep({ heading }: Block): Title {
  const [said = "", title = "", ...beside] = columnsOf(heading);
  return { title, progress: progressHtml(heading, [said, ...beside]) };
}

/** "5 of 5   You   Password" */
function titleOf(now: Present, texts: SetupBrowserMessages): Title {
  if (now.kind === "closed") return { title: now.title };
  if (now.kind === "watch") return { title: texts.title };
  const message = now.kind === "wait" ? texts.wait : now.message;
  const columns = columnsOf(message);
  if (!positionOf(message)) return titleAndRest(columns.join(" "));
  return { ...titleAndRest(columns.at(-1) ?? ""), progress: progressHtml(message, columns.slice(0, -1)) };
}

function progressHtml(text: string, said: readonly string[]): Html {
  const { at = 0, all = 0 } = positionOf(text) ?? {};
  const parts = Array.from({ length: all }, (_, index) => html`<i${index < at && html` class="on"`}></i>`);
  return html`<p class="progress"><span>${said.join(" · ")}</span><span class="bar" aria-hidden="true">${parts}</span></p>`;
}

/** Where all is in order, a word is enough, and the rest for whoever wants to know. */
const isQuiet = ({ isEarlier = false, heading, lines, code }: Block): boolean =>
  isEarlier &&
  code === undefined &&
  (positionOf(heading)
    ? lines.every(({ mark }) => mark === "right" || mark === "plain")
    : lines.every(({ mark }) => mark === "right"));

function foundHtml(blocks: readonly Block[], texts: SetupBrowserMessages): Html {
  const all = blocks.map((block, index) => ({ block, shown: blockHtml(block, index, texts) }));
  const quiet = all.filter(({ block }) => isQuiet(block));
  return html`${
    quiet.length > 0 &&
    html`<details class="found"><summary>${texts.inOrder}</summary>
${quiet.map(({ shown }) => shown)}</details>`
  }
${all.filter(({ block }) => !isQuiet(block)).map(({ shown }) => shown)}`;
}

/** Of a heading; what is longer is a sentence. */
const MAX_HEADING = 50;

function blockHtml({ heading, lines, code }: Block, index: number, texts: SetupBrowserMessages): Html {
  const isTitle = heading !== "" && heading.length <= MAX_HEADING && (lines.length > 0 || code !== undefined);
  const isSentence = heading !== "" && !isTitle;
  return html`<section class="card">${isTitle && html`<h2>${inColumns(heading)}</h2>`}${isSentence && html`<p>${inColumns(heading)}</p>`}
${linesHtml(lines, `paste-${index}`, texts)}
${code !== undefined && qrCode(code, texts.qr)}</section>`;
}

/** What is watched or waited for. */
function liveHtml(now: Present, texts: SetupBrowserMessages): Html | undefined {
  if (now.kind === "watch")
    return html`<section class="card">${linesHtml(now.lines, "paste-watch", texts)}
${now.watching !== undefined && html`<p class="busy">${now.watching}</p>`}</section>`;
  if (now.kind !== "wait") return undefined;
  return html`<p class="busy">${capital(now.message ?? texts.wait)}</p>
${now.advice !== undefined && html`<p class="hint">${now.advice}</p>`}`;
}

function closedHtml(
  screen: Screen,
  now: Extract<Present, { kind: "closed" }>,
  { texts, form, isStarting }: ScreenPageDeps,
): Html {
  const { lines, next, isFailure } = now;
  if (isFailure)
    return html`${closingHtml(lines)}
${form}${hiddenId(screen)}<div class="row"><button class="button" name="${FIELDS.key}" value="${GO.again}">${texts.again}</button></div></form>`;
  return html`${isStarting && html`<p class="busy">${texts.starting}</p>`}${
    next &&
    !isStarting &&
    html`<p class="row"><a class="button" href="${next.url}" rel="noreferrer">${next.label}</a></p>
<p class="hint">${texts.handOver}</p>`
  }
${closingHtml(lines)}
<p class="hint">${texts.finished}</p>`;
}

/** The file comes in a form of its own, whose token stands in its address: what is sent first is the file. */
const uploadHtml = (isOverheard: boolean, { texts: { upload, overheard }, uploadTo }: ScreenPageDeps): Html =>
  html`<details class="stop"><summary>${upload.summary}</summary>
<form method="post" action="${uploadTo}" enctype="multipart/form-data"><p>${upload.explained}</p>
${isOverheard && html`<p class="hint">${overheard}</p>`}
<div class="field"><label for="backup">${upload.label}</label><input id="backup" name="backup" type="file" required></div>
<button class="button">${upload.button}</button></form></details>`;

const stopHtml = (screen: Screen, { texts, form }: FormDeps): Html =>
  html`<details class="stop"><summary>${texts.stop.summary}</summary>
<p>${texts.stop.explained}</p>
${form}${hiddenId(screen)}<button class="button danger" name="${FIELDS.go}" value="${GO.leave}">${texts.stop.button}</button></form></details>`;
