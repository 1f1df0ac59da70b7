/** The way to prove the domains that the configuration chose. */
import type { Resolver } from "../net/resolver.ts";
import type { ChallengeType, Solver } from "./challenges/challenge.ts";
import { dns01 } from "./challenges/dns-01.ts";
import { dnsPersist01 } from "./challenges/dns-persist-01.ts";
import { type Http01Answers, http01, http01Alone } from "./challenges/http-01.ts";
import type { PortToBorrow } from "./challenges/own-port.ts";
import { tlsAlpn01Alone } from "./challenges/tls-alpn-01.ts";
import type { TxtMeans } from "./challenges/txt-record.ts";

export interface SolverMeans {
  /** Where the authority will come to: port 80 and port 443, or what the router forwards them to. */
  readonly http: PortToBorrow;
  readonly https: PortToBorrow;
  /** A web server that listens at `http` already and asks this for each path; without it the port is borrowed. */
  readonly http01?: Http01Answers | undefined;
  /** Makes `https` free where this server listens there; what it resolves with takes it back. */
  readonly releaseHttps?: (() => Promise<() => Promise<void>>) | undefined;
  /** Asks the zones' own name servers. */
  readonly dns: Resolver;
  /** Shows TXT records to a person; undefined where nobody is there. */
  readonly confirm: TxtMeans["confirm"];
  readonly now: () => number;
}

/** The solver for a challenge type of the configuration. */
export function solverFor(type: ChallengeType, means: SolverMeans): Solver {
  switch (type) {
    case "http-01":
      return means.http01 === undefined ? http01Alone(means.http) : http01(means.http01);
    case "tls-alpn-01":
      return tlsAlpn01Alone(means.https, means.now, means.releaseHttps);
    case "dns-01":
      return dns01(means);
    case "dns-persist-01":
      return dnsPersist01(means, means.now);
  }
}
