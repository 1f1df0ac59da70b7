/** What there is to say of a certificate, for people. */

import { type Problem, problemText } from "../../certificate/problems.ts";
import type { CertificateStatus } from "../../certificate/source.ts";
import { remedyText } from "../../messages/certificate-problems.ts";
import type { Language } from "../../messages/language.ts";

const WORDS = {
  en: { for: "for", issuer: "issued by", own: "itself", until: "until", next: "next renewal", problem: "last problem" },
  fr: {
    for: "pour",
    issuer: "émis par",
    own: "lui-même",
    until: "jusqu'au",
    next: "renouvellement",
    problem: "dernier problème",
  },
} as const;

/** One fact a line; the last problem with what helps. */
export function printCertificate(status: CertificateStatus, language: Language): string {
  const words = WORDS[language];
  const date = (at: number): string => new Date(at).toISOString().slice(0, 16).replace("T", " ");
  const facts: readonly (readonly [string, string])[] = [
    [words.for, status.names.join(", ")],
    [words.issuer, status.isSelfSigned ? words.own : status.issuer],
    [words.until, `${date(status.notAfter)} UTC`],
    ...(status.nextRenewal === undefined ? [] : [[words.next, `${date(status.nextRenewal)} UTC`] as const]),
    ...(status.lastProblem === undefined ? [] : [[words.problem, `${date(status.lastProblem.at)} UTC`] as const]),
  ];
  const width = Math.max(...facts.map(([label]) => label.length));
  const lines = facts.map(([label, value]) => `${label.padEnd(width)}  ${value}`);
  return status.lastProblem === undefined
    ? lines.join("\n")
    : [...lines, printProblem(status.lastProblem, language)].join("\n");
}

/** The reason, then a line for each thing that helps. */
export const printProblem = (problem: Problem, language: Language): string =>
  [problemText(problem, language), ...problem.remedies.map((one) => `  - ${remedyText(one, language)}`)].join("\n");
