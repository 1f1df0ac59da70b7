/** Why there is no certificate, with what helps. */
import { type CertificateProblem, problemText } from "../../src/certificate/certificate-error.ts";
import { remedyText } from "../../src/messages/certificate-problems.ts";
import type { Language } from "../../src/messages/language.ts";
import type { SetupMessages } from "../../src/messages/setup.ts";
import { wrap } from "../../src/messages/wrap.ts";
import type { Line } from "../prompts.ts";

/** What fits beside the bar of the wizard, indented. */
const WIDTH = 72;

/** The reason, its remedies, and how many tries are left. */
export function problemLines(
  problem: CertificateProblem,
  triesLeft: number,
  messages: SetupMessages,
  language: Language,
): Line[] {
  const [reason = "", ...more] = wrap(problemText(problem, language), WIDTH);
  const remedies = problem.remedies.flatMap((remedy) => {
    const [first = "", ...rest] = wrap(remedyText(remedy, language), WIDTH);
    return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
  });
  const texts = [...more, ...remedies, messages.certificate.triesLeft(triesLeft)];
  return [{ mark: "wrong", text: reason }, ...texts.map((text) => ({ mark: "plain", text: `  ${text}` }) as const)];
}
