/** Check: is the certificate valid, for how long, and what would apps and other servers say of it? */
import { DAY } from "../clock.ts";
import type { Check, Finding } from "./finding.ts";

/** What expires within this time is something to act upon; what is renewed by hand, within the other. */
const SOON = 7 * DAY;
const SOON_BY_HAND = 30 * DAY;

export const certificateCheck: Check = ({ certificate }, now) => {
  if (!certificate) return [];
  const { notAfter: until, isByHand, lastProblem, findings } = certificate;
  const left = until - now;
  const found: Finding[] = [];
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
};
