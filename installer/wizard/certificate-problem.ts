/** Why there is no certificate, in words, with what helps. */

import { type Problem, problemText } from "../../src/certificate/problems.ts";
import { remedyText } from "../../src/messages/certificate-problems.ts";
import { withFrenchSpaces } from "../../src/messages/fr/spaces.ts";
import type { Language } from "../../src/messages/language.ts";
import type { Messages } from "../language.ts";
import type { Line } from "../prompts.ts";
import { wrapped } from "../wrapped.ts";

/** The reason, its remedies, and how many tries are left. */
export function problemLines(problem: Problem, triesLeft: number, words: Messages, language: Language): Line[] {
  const inWords = (text: string): string => (language === "fr" ? withFrenchSpaces(text) : text);
  const [reason = "", ...more] = wrapped(inWords(problemText(problem, language)));
  const remedies = problem.remedies.flatMap((remedy) => {
    const [first = "", ...rest] = wrapped(inWords(remedyText(remedy, language)));
    return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
  });
  const texts = [...more, ...remedies, words.certificate.triesLeft(triesLeft)];
  return [{ mark: "wrong", text: reason }, ...texts.map((text) => ({ mark: "plain", text: `  ${text}` }) as const)];
}
