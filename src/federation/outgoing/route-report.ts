/** A route, as people are shown it. */

import type { OutgoingReport } from "../report.ts";
import type { Route } from "./route.ts";
import { OutgoingSession } from "./session.ts";

export function reportOf({ pair, state, failure }: Route): OutgoingReport {
  const { line, isConnecting, since, waiting, sent } = state;
  const link = line instanceof OutgoingSession ? line : undefined;
  return {
    pair,
    state: line ? "connected" : isConnecting ? "connecting" : "waiting",
    isAdopted: line !== undefined && link === undefined,
    tls: link?.negotiated.tls?.version,
    authentication: link?.negotiated.authentication,
    proof: link && (link.negotiated.isCertified ? "certificate" : "dns"),
    address: link?.remoteAddress,
    since,
    queued: waiting,
    unconfirmed: sent,
    problem: failure?.message,
    obstacle: failure?.failureReason,
  };
}
