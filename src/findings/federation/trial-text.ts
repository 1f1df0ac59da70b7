/** A step of an attempt to reach another server, in words: what was found, and what helps. */
import type { DomainPair } from "../../federation/domain-pair.ts";
import type { StepReport } from "../../federation/report.ts";
import type { Language } from "../../messages/language.ts";
import { remediesOf } from "./remedies.ts";
import { stepText } from "./sentences.ts";

const SERVER_PORT = "5269";

export interface TrialReportOptions {
  readonly language: Language;
  /** The port of the listener for other servers. */
  readonly ourPort: string;
  /** The command line that shows a domain of ours: "jabber-home federation example.com". */
  readonly commandFor: (domain: string) => string;
}

/** What helps with a step that failed, the best first; empty for a step that did not. */
export function remediesFor(
  { ok, target, obstacle }: StepReport,
  { local, remote }: DomainPair,
  options: TrialReportOptions,
): readonly string[] {
  if (ok || !obstacle) return [];
  const port = target?.split(":").at(-1) ?? SERVER_PORT;
  const values = { local, remote, port, ourPort: options.ourPort, command: options.commandFor(local) };
  return remediesOf(obstacle, values, options.language);
}

/** The target is named in its first sentence; those that follow are about it. */
export function trialSentence(report: StepReport, language: Language): string {
  const { step, target } = report;
  const sentence = stepText(report, language);
  return step === "tcp" && target !== undefined && !sentence.includes(target) ? `${target}: ${sentence}` : sentence;
}
