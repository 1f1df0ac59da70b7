/** An attempt to reach another server, as it is shown while it goes on. */
import type { Language } from "../certificate/messages.ts";
import type { Step, StepReport } from "../federation/reports.ts";
import { stepInFrench } from "./federation-french.ts";
import { type RemedyValues, remediesOf } from "./federation-remedies.ts";
import { FEDERATION } from "./federation-words.ts";
import { hanging } from "./wrap.ts";

const STEPS: readonly Step[] = ["dns", "tcp", "tls", "certificate", "features", "authentication"];

export interface TrialAround extends Omit<RemedyValues, "port"> {
  readonly language: Language;
}

/** Lines for each step in turn; what helps is said once. */
export function trialPrinter(around: TrialAround): (report: StepReport) => string {
  const { language } = around;
  const words = FEDERATION[language].trial;
  const said = new Set<string>();
  const marks = Math.max(words.ok.length, words.failed.length) + 2;
  const labels = Math.max(...STEPS.map((step) => words.steps[step].length)) + 2;

  return (report) => {
    const { step, ok, target, text, obstacle } = report;
    const sentence = language === "fr" ? stepInFrench(report) : text;
    // The machine is named where it is first heard of: the sentences that follow are about it.
    const finding =
      step === "tcp" && target !== undefined && !sentence.includes(target) ? `${target}: ${sentence}` : sentence;
    const line = hanging((ok ? words.ok : words.failed).padEnd(marks) + words.steps[step].padEnd(labels), finding);
    if (ok || !obstacle) return line;
    const port = target?.split(":").at(-1) ?? "5269";
    const fresh = remediesOf(obstacle, { ...around, port }, language).filter((remedy) => !said.has(remedy));
    for (const remedy of fresh) said.add(remedy);
    return [line, ...fresh.map((remedy) => hanging(`${" ".repeat(marks)}- `, remedy))].join("\n");
  };
}
