/** The solver for the configured type of challenge. */
import type { Clock } from "../../clock.ts";
import type { RecordWriter } from "../../dns/providers/writer.ts";
import type { Resolver } from "../../dns/resolver.ts";
import type { ChallengePort, ChallengeType, Solver } from "./challenge.ts";
import { dns01 } from "./dns-01.ts";
import { dns01ByApi } from "./dns-01-api.ts";
import { dnsPersist01 } from "./dns-persist-01.ts";
import { type Http01Responses, http01, http01OnOwnPort } from "./http-01.ts";
import { type TlsAlpn01Responses, tlsAlpn01, tlsAlpn01OnOwnPort } from "./tls-alpn-01.ts";
import type { TxtRecordDeps } from "./txt-record.ts";

export interface SolverDeps {
  /** Where the authority connects to: ports 80 and 443, or what the router forwards them to. */
  readonly http: ChallengePort;
  readonly https: ChallengePort;
  /** Of a web server that listens at `http` already; where undefined, a listener is opened there. */
  readonly http01?: Http01Responses | undefined;
  /** Likewise of what listens at `https`. */
  readonly tlsAlpn01?: TlsAlpn01Responses | undefined;
  /** Asks the authoritative name servers. */
  readonly dns: Resolver;
  /** Shows TXT records to a person; undefined where none is there. */
  readonly confirm: TxtRecordDeps["confirm"];
  /** Writes records by API, where it can write texts; undefined where config.toml names no provider. */
  readonly records?: RecordWriter | undefined;
  readonly clock: Pick<Clock, "now" | "sleep">;
}

export function solverFor(type: ChallengeType, deps: SolverDeps): Solver {
  switch (type) {
    case "http-01":
      return deps.http01 === undefined ? http01OnOwnPort(deps.http) : http01(deps.http01);
    case "tls-alpn-01":
      return deps.tlsAlpn01 === undefined ? tlsAlpn01OnOwnPort(deps.https, deps.clock.now) : tlsAlpn01(deps.tlsAlpn01);
    case "dns-01":
      return !deps.records?.canWrite("TXT") ? dns01(deps) : dns01ByApi({ ...deps, records: deps.records });
    case "dns-persist-01":
      return dnsPersist01(deps, deps.clock.now);
  }
}
