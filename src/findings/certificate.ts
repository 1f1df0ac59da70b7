/** Check: is the certificate valid, for how long, and what would apps and other servers say of it? */
import { type CertificateProblem, problemText } from "../certificate/certificate-error.ts";
import { DAY } from "../clock.ts";
import { remedyText } from "../messages/certificate-problems.ts";
import type { Language } from "../messages/language.ts";
import { defineCheck, type FindingText, type FoundOf, said } from "./check.ts";

interface Details {
  readonly "certificate-expired": { readonly until: number };
  readonly "certificate-expires": { readonly until: number; readonly left: number };
  /** A person has to renew it before that. */
  readonly "certificate-by-hand": { readonly until: number };
  readonly "certificate-not-renewed": { readonly problem: CertificateProblem };
  /** What apps and other servers would say of it. */
  readonly "certificate-problem": { readonly problem: CertificateProblem };
}

/** What expires within this time is something to act upon; what is renewed by hand, within the other. */
const SOON = 7 * DAY;
const SOON_BY_HAND = 30 * DAY;

export const certificateCheck = defineCheck<Details>({
  look: ({ certificate }, now) => {
    if (!certificate) return [];
    const { notAfter: until, isByHand, lastProblem, findings } = certificate;
    const left = until - now;
    const found: FoundOf<Details>[] = [];
    if (left <= 0) found.push({ kind: "certificate-expired", severity: "bad", details: { until } });
    else if (left < SOON) found.push({ kind: "certificate-expires", severity: "warning", details: { until, left } });
    if (isByHand) {
      const severity = left < SOON_BY_HAND ? "warning" : "notice";
      found.push({ kind: "certificate-by-hand", severity, details: { until } });
    }
    if (lastProblem)
      found.push({ kind: "certificate-not-renewed", severity: "warning", details: { problem: lastProblem } });
    for (const problem of findings)
      if (problem.reason !== "expired" && problem.reason !== lastProblem?.reason)
        found.push({ kind: "certificate-problem", severity: "warning", details: { problem } });
    return found;
  },
  say: {
    "certificate-expired": ({ until }, { messages, day }) => said(messages["certificate-expired"](day(until))),
    "certificate-expires": ({ until, left }, { messages, day, age }) =>
      said(messages["certificate-expires"](day(until), age(left))),
    "certificate-by-hand": ({ until }, { messages, day }) => said(messages["certificate-by-hand"](day(until))),
    "certificate-not-renewed": ({ problem }, { messages, language }) => ({
      sentence: messages.notRenewed(problemText(problem, language)),
      remedies: remediesOf(problem, language),
    }),
    "certificate-problem": ({ problem }, { messages, language }) => ({
      sentence: messages.certificate(problemText(problem, language)),
      remedies: remediesOf(problem, language),
    }),
  },
});

const remediesOf = ({ remedies }: CertificateProblem, language: Language): FindingText["remedies"] =>
  remedies.map((one) => remedyText(one, language));
