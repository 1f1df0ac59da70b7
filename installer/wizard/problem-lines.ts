/** A problem of a certificate, as lines beside the wizard's bar. */
import { type CertificateProblem, problemText } from "../../src/certificate/certificate-error.ts";
import { remedyText } from "../../src/messages/certificate-problems.ts";
import { type Line, plain } from "../prompts.ts";
import type { StepContext } from "../step.ts";

/** The reason and its remedies. */
export function problemLines(
  problem: CertificateProblem,
  { language }: Pick<StepContext, "language">,
  mark: Line["mark"] = "wrong",
): Line[] {
  const remedies = problem.remedies.map((remedy) => `  - ${remedyText(remedy, language)}`);
  return [{ mark, text: problemText(problem, language) }, ...plain(...remedies)];
}
