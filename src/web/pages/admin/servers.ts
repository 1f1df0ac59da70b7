/** Other servers: who is connected, what waits for whom, with whom nothing is exchanged; an attempt to reach one. */
import { exclusionTexts } from "../../../findings/federation/exclusions.ts";
import { obstacleText } from "../../../findings/federation/sentences.ts";
import { remediesFor, trialSentence } from "../../../findings/federation/trial-text.ts";
import type { HttpRoute } from "../../../http.ts";
import { federationMessages } from "../../../messages/federation.ts";
import type { FederationReport, TrialStep } from "../../../operations/federation.ts";
import { problem } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { redirect } from "../layout.ts";
import { type AdminFrame, type AdminVisit, attempt, pager, pathWith } from "./frame.ts";
import { ageText } from "./moments.ts";
import { type ServerSummary, serversIn } from "./server-list.ts";
import { table } from "./table.ts";

const PATH = "/admin/servers";
const TRY = `${PATH}/try`;
const PAGE_SIZE = 50;
/** Milliseconds that somebody waits for an attempt. */
const PATIENCE = 60_000;
const MAX_DOMAIN = 1023;

export function serverPages(frame: AdminFrame, now: () => number): readonly HttpRoute[] {
  const list = (visit: AdminVisit, typed = "", sentence?: string): Response => {
    const { servers: texts, tabs } = visit.messages;
    const report = visit.operations.servers.report();
    const all = serversIn(report);
    const after = visit.query.get("after") ?? "";
    const behind = all.filter(({ domain }) => domain > after);
    const shown = behind.slice(0, PAGE_SIZE);
    const next = behind.length > PAGE_SIZE ? shown.at(-1)?.domain : undefined;
    return frame.page(
      { ...visit, path: pathWith(PATH, { after }) },
      {
        tab: "servers",
        title: tabs.servers,
        status: sentence === undefined ? 200 : 422,
        main: html`<h1>${tabs.servers}</h1>
${problem(sentence)}
<p class="lead">${texts.lead(all.filter(({ state }) => state === "connected").length)}</p>
${shown.length > 0 && table([texts.columns.server, texts.columns.state, texts.columns.waiting], rows(visit, shown, now()))}
${pager(visit, PATH, { after, next })}
${excluded(visit, report)}
<section class="card" aria-labelledby="try"><h2 id="try">${texts.try}</h2>
<p>${texts.tryLead}</p>
${visit.formTo(TRY)}<div class="field"><label for="domain">${texts.domain}</label>
<input type="text" id="domain" name="domain" value="${typed}" required maxlength="${MAX_DOMAIN}" autocapitalize="none" spellcheck="false" aria-describedby="domain-note">
<p class="hint" id="domain-note">${texts.example}</p></div>
<button class="button">${texts.button}</button></form></section>`,
      },
    );
  };

  return [
    frame.route(PATH, { get: (visit) => list(visit) }),
    frame.route(TRY, {
      get: () => redirect(PATH),
      post: async (visit, form) => {
        const domain = form.text("domain").trim().slice(0, MAX_DOMAIN);
        visit.request.allowTime(PATIENCE + 10_000);
        const tried = await attempt(visit, () => visit.operations.servers.trial(domain, PATIENCE));
        return tried.is === "refused" ? list(visit, domain, tried.sentence) : trial(frame, visit, domain, tried.result);
      },
    }),
  ];
}

const rows = ({ messages, language }: AdminVisit, servers: readonly ServerSummary[], now: number) =>
  servers.map(({ domain, state, since, waiting, problem: why = "", obstacle }) => {
    const { servers: texts } = messages;
    const age = ageText(since, now, language);
    const lost = texts.lost(age, obstacle ? obstacleText(obstacle, why, language) : why);
    const text = state === "waiting" ? lost : texts[state](age);
    return [
      html`<span class="jid">${domain}</span>`,
      text,
      waiting > 0 ? federationMessages[language].queued(waiting) : "",
    ] as const;
  });

function excluded({ messages, language }: AdminVisit, report: FederationReport): Html | undefined {
  const sentences = exclusionTexts(report.excluded, language);
  if (sentences.length === 0) return undefined;
  const { servers: texts } = messages;
  return html`<section class="card"><h2>${texts.excluded}</h2>
<ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>
<p class="hint">${texts.excludedHint}</p></section>`;
}

/** What was done, step by step, and what came of it. */
function trial(frame: AdminFrame, visit: AdminVisit, domain: string, steps: readonly TrialStep[]): Response {
  const { servers: texts } = visit.messages;
  const { language } = visit;
  const { trial: words } = federationMessages[language];
  const [first, last] = [steps[0], steps.at(-1)];
  const pair = first && "trying" in first ? first.trying : { local: visit.domain, remote: domain };
  const options = {
    language,
    ourPort: visit.operations.state.status().listening.server?.split(":").at(-1) ?? "5269",
    commandFor: (own: string) => `jabber-home federation ${own}`,
  };
  const said = new Set<string>();
  const row = (step: TrialStep): Html | undefined => {
    if (!("step" in step)) return undefined;
    const fresh = remediesFor(step, pair, options).filter((remedy) => !said.has(remedy));
    for (const remedy of fresh) said.add(remedy);
    return html`<li class="${step.ok ? "good-step" : "bad-step"}"><strong>${words.steps[step.step]}</strong> <span class="hint">${step.ok ? texts.ok : texts.failed}</span>
<p>${trialSentence(step, language)}</p>
${fresh.length > 0 && html`<ul>${fresh.map((remedy) => html`<li>${remedy}</li>`)}</ul>`}</li>
`;
  };
  const title = texts.tried(pair.remote);
  return frame.page(visit, {
    tab: "servers",
    title,
    main: html`<div class="narrow"><h1>${title}</h1>
<p class="lead">${resultOf(last, pair.remote, words) ?? texts.slow}</p>
<ol class="card trial">${steps.map(row)}</ol>
<p class="row"><a href="${PATH}">${texts.back}</a></p></div>`,
  });
}

/** Undefined where it is not over. */
function resultOf(
  last: TrialStep | undefined,
  remote: string,
  words: (typeof federationMessages)["en"]["trial"],
): string | undefined {
  if (!last || "trying" in last || "step" in last) return undefined;
  if ("isOurs" in last) return words.isOurs(remote);
  if ("excluded" in last) return words.excluded(remote);
  return last.isReached ? words.reached(remote) : words.unreached(remote);
}
