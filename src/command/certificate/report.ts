/** A certificate, for people. */
import { type CertificateProblem, problemText } from "../../certificate/certificate-error.ts";
import type { CertificateStatus } from "../../certificate/source.ts";
import { type CertificateMessages, certificateMessages } from "../../messages/certificate.ts";
import { remedyText } from "../../messages/certificate-problems.ts";
import type { Language } from "../../messages/language.ts";
import { hanging } from "../../messages/wrap.ts";

/** One fact a line; the last problem, and what apps and other servers would say, with their remedies. */
export function printCertificate(status: CertificateStatus, language: Language): string {
  const messages = certificateMessages[language];
  const date = (at: number): string => new Date(at).toISOString().slice(0, 16).replace("T", " ");
  const facts: readonly (readonly [string, string])[] = [
    [messages.for, status.names.join(", ")],
    [messages.issuer, status.isSelfSigned ? messages.own : status.issuer],
    [messages.until, `${date(status.notAfter)} UTC`],
    ...renewalFacts(status, messages, date),
    ...(status.lastProblem === undefined ? [] : [[messages.problem, `${date(status.lastProblem.at)} UTC`] as const]),
  ];
  const width = Math.max(...facts.map(([label]) => label.length));
  const lines = facts.map(([label, value]) => hanging(`${label.padEnd(width)}  `, value));
  const { lastProblem, findings } = status;
  const problems = [...(lastProblem ? [lastProblem] : []), ...findings];
  const printed = new Set(problems.map((problem) => printProblem(problem, language)));
  return [...lines, ...printed].join("\n");
}

/** When it is renewed by itself, or from when and until when by hand. */
function renewalFacts(
  { nextRenewal, isByHand, notAfter }: CertificateStatus,
  messages: CertificateMessages,
  date: (at: number) => string,
): readonly (readonly [string, string])[] {
  if (nextRenewal === undefined) return [];
  if (!isByHand) return [[messages.next, `${date(nextRenewal)} UTC`]];
  const [from, until] = [nextRenewal, notAfter].map((at) => date(at).slice(0, 10));
  return [[messages.byHand, messages.byHandWhen(from ?? "", until ?? "")]];
}

/** The reason, then a line for each remedy. */
export const printProblem = (problem: CertificateProblem, language: Language): string =>
  [
    hanging("", problemText(problem, language)),
    ...problem.remedies.map((one) => hanging("  - ", remedyText(one, language))),
  ].join("\n");
