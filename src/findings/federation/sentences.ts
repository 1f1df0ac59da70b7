/** What was found of another server, or keeps us from it, as a sentence: in English the server's own. */
import type { FailureReason, StepReport } from "../../federation/report.ts";
import { federationFindings } from "../../messages/federation-findings.ts";
import type { Language } from "../../messages/language.ts";

type Verdict = keyof NonNullable<(typeof federationFindings)["fr"]>["verdicts"];

/** What is wrong with a certificate; `text` is the verdict's, of which English takes the first sentence. */
export function verdictText(problem: string, text: string, language: Language): string {
  const verdicts = federationFindings[language]?.verdicts;
  if (verdicts) return Object.hasOwn(verdicts, problem) ? verdicts[problem as Verdict] : problem;
  const [fact = text] = text.split(/\.(?:\s|$)/);
  return fact;
}

/** What keeps us from the other server; `text` is what the server says of it. */
export function obstacleText({ kind, detail }: FailureReason, text: string, language: Language): string {
  const messages = federationFindings[language];
  if (!messages) return kind === "certificate" ? verdictText(detail ?? "", text, language) : text;
  if (kind === "certificate" && detail !== undefined)
    return messages.certificateInvalid(verdictText(detail, text, language));
  if (kind === "authentication" && detail !== undefined) return messages.certificateRefused(detail);
  const sentence = messages.obstacles[kind];
  return detail === undefined || kind === "policy" ? sentence : `${sentence} (${detail})`;
}

/** What a step has found, or what keeps us from the other server. */
export function stepText({ step, ok, text, facts = [], obstacle }: StepReport, language: Language): string {
  const messages = federationFindings[language];
  if (obstacle) {
    const sentence = obstacleText(obstacle, text, language);
    return ok && messages ? messages.putUpWith(sentence) : sentence;
  }
  const [first, second] = facts;
  if (!messages) return text;
  if (step === "certificate") return messages.found.certificate;
  if (first === undefined) return text;
  if (step === "dns") return facts.join(", ");
  if (step === "tcp") return second === undefined ? first : messages.found.port(first, second);
  if (step === "tls") return first;
  if (step === "features") return messages.found.features(facts.join(", "));
  return first === "EXTERNAL" ? messages.found.external : messages.found.dialback;
}
