/** Other servers, one line each, of the streams in both directions. */
import type { FederationReport } from "../../../operations/federation.ts";

type Outgoing = FederationReport["outgoing"][number];

export interface ServerSummary extends Pick<Outgoing, "state" | "problem" | "obstacle"> {
  readonly domain: string;
  /** Of its oldest stream, or the first attempt that failed, in milliseconds since 1970. */
  readonly since: number;
  /** Stanzas that wait for it. */
  readonly waiting: number;
}

/** By domain. A server that has a stream in one direction is connected, whatever another attempt says. */
export function serversIn({
  outgoing,
  incoming,
}: Pick<FederationReport, "outgoing" | "incoming">): readonly ServerSummary[] {
  const byDomain = new Map<string, ServerSummary>();
  const add = (summary: ServerSummary): void => {
    const known = byDomain.get(summary.domain);
    if (!known) return void byDomain.set(summary.domain, summary);
    const waiting = known.waiting + summary.waiting;
    const isSame = known.state === summary.state;
    const better = known.state === "connected" || isSame ? known : summary.state === "connected" ? summary : known;
    byDomain.set(summary.domain, {
      ...better,
      since: isSame ? Math.min(known.since, summary.since) : better.since,
      waiting,
    });
  };
  for (const { pair, state, since, queued, problem, obstacle } of outgoing)
    add({ domain: pair.remote, state, since, waiting: queued, problem, obstacle });
  for (const { pairs, since } of incoming)
    for (const { remote } of pairs) add({ domain: remote, state: "connected", since, waiting: 0, problem: undefined });
  return [...byDomain.values()].sort((one, other) => (one.domain < other.domain ? -1 : 1));
}
