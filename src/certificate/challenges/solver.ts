/** The way to prove the domains that the configuration chose. */
import type { Resolver } from "../../net/resolver.ts";
import type { ChallengePort, ChallengeType, Solver } from "./challenge.ts";
import { dns01 } from "./dns-01.ts";
import { dnsPersist01 } from "./dns-persist-01.ts";
import { type Http01Responses, http01, http01OnOwnPort } from "./http-01.ts";
import { tlsAlpn01OnOwnPort } from "./tls-alpn-01.ts";
import type { TxtRecordDeps } from "./txt-record.ts";

export interface SolverDeps {
  /** Where the authority will come to: port 80 and port 443, or what the router forwards them to. */
  readonly http: ChallengePort;
  readonly https: ChallengePort;
  /** A web server that listens at `http` already and asks this for each path; without it the port is borrowed. */
  readonly http01?: Http01Responses | undefined;
  /** Makes `https` free where this server listens there; what it resolves with takes it back. */
  readonly releaseHttps?: (() => Promise<() => Promise<void>>) | undefined;
  /** Asks the zones' own name servers. */
  readonly dns: Resolver;
  /** Shows TXT records to a person; undefined where nobody is there. */
  readonly confirm: TxtRecordDeps["confirm"];
  readonly now: () => number;
}

/** The solver for a challenge type of the configuration. */
export function solverFor(type: ChallengeType, deps: SolverDeps): Solver {
  switch (type) {
    case "http-01":
      return deps.http01 === undefined ? http01OnOwnPort(deps.http) : http01(deps.http01);
    case "tls-alpn-01":
      return tlsAlpn01OnOwnPort(deps.https, deps.now, deps.releaseHttps);
    case "dns-01":
      return dns01(deps);
    case "dns-persist-01":
      return dnsPersist01(deps, deps.now);
  }
}
