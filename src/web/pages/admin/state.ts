/** The state of the server, in words: what is wrong, the worst first, each with what helps; then the facts. */
import { findingText } from "../../../findings/finding-text.ts";
import { type Finding, findingsOf } from "../../../findings/findings.ts";
import type { HttpRoute } from "../../../http.ts";
import { dateText, sizeText } from "../../../messages/units.ts";
import type { StatusReport } from "../../../operations/status.ts";
import { type Html, html } from "../html.ts";
import type { AdminFrame, AdminVisit } from "./frame.ts";
import { ageText } from "./moments.ts";
import { facts } from "./table.ts";

export const statePage = (frame: AdminFrame, now: () => number): HttpRoute =>
  frame.route("/admin", {
    get: (visit) => {
      const { state: texts } = visit.messages;
      const status = visit.operations.state.status();
      const findings = findingsOf(status, now());
      const urgent = findings.filter(({ severity }) => severity !== "notice").length;
      const title = urgent === 0 ? texts.well : texts.needs(urgent);
      return frame.page(visit, {
        tab: "state",
        title,
        main: html`<h1>${title}</h1>
${findings.map((finding) => card(visit, finding))}
${figures(visit, status)}
<section class="card state good-state"><h2>${findings.length === 0 ? texts.details : texts.elseWell}</h2>
${wellFacts(visit, status, { now: now(), findings })}
</section>`,
      });
    },
  });

function card(visit: AdminVisit, finding: Finding): Html {
  const { sentence, remedies } = findingText(finding, visit.language);
  const [first, ...others] = remedies;
  return html`<section class="card state ${finding.severity}-state"><h2>${sentence}</h2>
${others.length === 0 ? first !== undefined && html`<p>${first}</p>` : html`<ul>${remedies.map((remedy) => html`<li>${remedy}</li>`)}</ul>`}
${finding.kind === "server-unreached" && tryButton(visit, finding.details.domain)}
</section>
`;
}

const tryButton = (visit: AdminVisit, domain: string): Html =>
  html`${visit.formTo("/admin/servers/try")}<input type="hidden" name="domain" value="${domain}"><button class="button quiet">${visit.messages.state.look(domain)}</button></form>`;

function figures(
  { messages, operations, language }: AdminVisit,
  { accounts, servers, disk, memory }: StatusReport,
): Html {
  const { state: texts } = messages;
  const { here, fileBytes } = operations.state;
  const files = fileBytes();
  const figure = (value: string | number, what: string, path?: string): Html =>
    html`<li class="card">${path === undefined ? html`<strong>${value}</strong>` : html`<a href="${path}"><strong>${value}</strong></a>`} <span>${what}</span></li>`;
  return html`<ul class="figures" aria-label="${texts.facts}">${figure(accounts, texts.people(here()), "/admin/people")}
${figure(servers, texts.servers, "/admin/servers")}
${disk && figure(sizeText(disk.free, language), files > 0 ? texts.disk(sizeText(files, language)) : texts.emptyDisk)}
${figure(sizeText(memory, language), texts.memory)}</ul>`;
}

/** What a person reads who wants to be sure: the facts of `status`. */
function wellFacts(
  { messages, language }: AdminVisit,
  status: StatusReport,
  { now, findings }: { readonly now: number; readonly findings: readonly Finding[] },
): Html {
  const { state: texts } = messages;
  const { version, started, web, listening } = status;
  const isDoubtful = findings.some(({ kind }) => kind.startsWith("certificate-"));
  const certificate = isDoubtful ? undefined : status.certificate;
  return html`${
    certificate &&
    html`<p>${texts.certificate(dateText(certificate.notAfter, language))}${certificate.nextRenewal !== undefined && html` ${texts.renews(dateText(certificate.nextRenewal, language))}`}</p>
`
  }${
    web.origin !== undefined &&
    html`<p>${texts.web(web.origin)}</p>
`
  }<p>${texts.runs(version, ageText(started, now, language))}</p>
<details><summary>${texts.ports}</summary>${facts(Object.entries(listening))}</details>`;
}
