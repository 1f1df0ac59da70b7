/** A problem of a certificate, as lines beside the wizard's bar. */
import { type CertificateProblem, problemText } from "../../src/certificate/certificate-error.ts";
import { remedyText } from "../../src/messages/certificate-problems.ts";
import { wrap } from "../../src/messages/wrap.ts";
import { type Line, plain } from "../prompts.ts";
import type { StepContext } from "../step.ts";

/** What fits beside the bar, indented. */
const PROBLEM_WIDTH = 72;

/** The reason and its remedies. */
export function problemLines(
  problem: CertificateProblem,
  { language }: Pick<StepContext, "language">,
  mark: Line["mark"] = "wrong",
): Line[] {
  const [reason = "", ...more] = wrap(problemText(problem, language), PROBLEM_WIDTH);
  const remedies = problem.remedies.flatMap((remedy) => {
    const [first = "", ...rest] = wrap(remedyText(remedy, language), PROBLEM_WIDTH);
    return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
  });
  return [{ mark, text: reason }, ...plain(...[...more, ...remedies].map((text) => `  ${text}`))];
}
