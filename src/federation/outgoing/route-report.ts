/** A route, as people are shown it. */
import { Link } from "./link.ts";
import type { OutgoingReport } from "./report.ts";
import type { Route } from "./route.ts";

export function reportOf({ pair, state, failure }: Route): OutgoingReport {
  const { line, isConnecting, since, waiting, sent } = state;
  const link = line instanceof Link ? line : undefined;
  return {
    pair,
    state: line ? "connected" : isConnecting ? "connecting" : "waiting",
    isAdopted: line !== undefined && link === undefined,
    tls: link?.facts.tls?.version,
    authentication: link?.facts.authentication,
    proof: link && (link.facts.isCertified ? "certificate" : "dns"),
    address: link?.remoteAddress,
    since,
    queued: waiting,
    unconfirmed: sent,
    problem: failure?.message,
    obstacle: failure?.obstacle,
  };
}
