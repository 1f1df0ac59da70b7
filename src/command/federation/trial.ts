/** An attempt to reach another server, as it is shown while it goes on. */

import type { DomainPair } from "../../federation/domain-pair.ts";
import type { Step, StepReport } from "../../federation/report.ts";
import { federationMessages } from "../../messages/federation.ts";
import { federationFindings } from "../../messages/federation-findings.ts";
import type { Language } from "../../messages/language.ts";
import { hanging, wrap } from "../../messages/wrap.ts";
import type { TrialStep } from "../../operations/federation.ts";
import { stepText } from "./findings.ts";
import { remediesOf } from "./remedies.ts";

const STEPS: readonly Step[] = ["dns", "tcp", "tls", "certificate", "features", "authentication"];
const SERVER_PORT = "5269";

export interface TrialAround {
  readonly language: Language;
  /** Where other servers knock here. */
  readonly ourPort: string;
  /** What shows our own side: "jabber-home federation example.com". */
  readonly commandFor: (domain: string) => string;
}

/** What helps with a step that failed, the best first; nothing where it did not. */
export function helpWith(
  { ok, target, obstacle }: StepReport,
  { local, remote }: DomainPair,
  around: TrialAround,
): readonly string[] {
  if (ok || !obstacle) return [];
  const port = target?.split(":").at(-1) ?? SERVER_PORT;
  const values = { local, remote, port, ourPort: around.ourPort, command: around.commandFor(local) };
  return remediesOf(obstacle, values, around.language);
}

/** The lines for each step in turn; what helps is said once. */
export function trialPrinter(around: TrialAround): (step: TrialStep) => string {
  const messages = federationMessages[around.language].trial;
  const marks = Math.max(messages.ok.length, messages.failed.length) + 2;
  const labels = Math.max(...STEPS.map((step) => messages.steps[step].length)) + 2;
  const said = new Set<string>();
  let pair: DomainPair = { local: "", remote: "" };

  const printStep = (report: StepReport): string => {
    const { step, ok } = report;
    const head = (ok ? messages.ok : messages.failed).padEnd(marks) + messages.steps[step].padEnd(labels);
    const fresh = helpWith(report, pair, around).filter((remedy) => !said.has(remedy));
    for (const remedy of fresh) said.add(remedy);
    const help = fresh.map((remedy) => hanging(`${" ".repeat(marks)}- `, remedy));
    return [hanging(head, sentenceOf(report, around.language)), ...help].join("\n");
  };

  return (step) => {
    if ("step" in step) return printStep(step);
    if ("trying" in step) {
      pair = step.trying;
      return wrap(messages.trying(pair.remote, pair.local)).join("\n");
    }
    if ("isReached" in step) return step.isReached ? messages.reached(pair.remote) : messages.unreached(pair.remote);
    if ("isOurs" in step) return messages.isOurs(pair.remote);
    const help = remediesOf({ kind: "policy" }, { ...pair, port: "", ourPort: "", command: "" }, around.language);
    const why = federationFindings[around.language] ? [] : [step.excluded];
    return [messages.excluded(pair.remote), ...[...why, ...help].map((line) => hanging("  - ", line))].join("\n");
  };
}

/** The machine is named where it is first heard of: the sentences that follow are about it. */
function sentenceOf(report: StepReport, language: Language): string {
  const { step, target } = report;
  const sentence = stepText(report, language);
  return step === "tcp" && target !== undefined && !sentence.includes(target) ? `${target}: ${sentence}` : sentence;
}
