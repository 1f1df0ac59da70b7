/** An attempt to reach another server, for people, while it goes on. */
import type { DomainPair } from "../../federation/domain-pair.ts";
import type { Step, StepReport } from "../../federation/report.ts";
import { remediesOf } from "../../findings/federation/remedies.ts";
import { remediesFor, type TrialReportOptions, trialSentence } from "../../findings/federation/trial-text.ts";
import { federationMessages } from "../../messages/federation.ts";
import { federationFindings } from "../../messages/federation-findings.ts";
import { hanging, wrap } from "../../messages/wrap.ts";
import type { TrialStep } from "../../operations/federation.ts";

const STEPS: readonly Step[] = ["dns", "tcp", "tls", "certificate", "features", "authentication"];

/** Prints each step in turn; a remedy only once. */
export function trialPrinter(options: TrialReportOptions): (step: TrialStep) => string {
  const messages = federationMessages[options.language].trial;
  const marks = Math.max(messages.ok.length, messages.failed.length) + 2;
  const labels = Math.max(...STEPS.map((step) => messages.steps[step].length)) + 2;
  const printed = new Set<string>();
  let pair: DomainPair = { local: "", remote: "" };

  const printStep = (report: StepReport): string => {
    const { step, ok } = report;
    const head = (ok ? messages.ok : messages.failed).padEnd(marks) + messages.steps[step].padEnd(labels);
    const fresh = remediesFor(report, pair, options).filter((remedy) => !printed.has(remedy));
    for (const remedy of fresh) printed.add(remedy);
    const help = fresh.map((remedy) => hanging(`${" ".repeat(marks)}- `, remedy));
    return [hanging(head, trialSentence(report, options.language)), ...help].join("\n");
  };

  return (step) => {
    if ("step" in step) return printStep(step);
    if ("trying" in step) {
      pair = step.trying;
      return wrap(messages.trying(pair.remote, pair.local)).join("\n");
    }
    if ("isReached" in step) return step.isReached ? messages.reached(pair.remote) : messages.unreached(pair.remote);
    if ("isOurs" in step) return messages.isOurs(pair.remote);
    const help = remediesOf({ kind: "policy" }, { ...pair, port: "", ourPort: "", command: "" }, options.language);
    const why = federationFindings[options.language] ? [] : [step.excluded];
    return [messages.excluded(pair.remote), ...[...why, ...help].map((line) => hanging("  - ", line))].join("\n");
  };
}
