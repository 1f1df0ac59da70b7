/** The certificate authority as one that looks at this server from outside. */

import { authorityName, trialAuthorityOf, trialDirectoryOf } from "../certificate/authority.ts";
import { openCertificateStore } from "../certificate/certificate-store.ts";
import { http01 } from "../certificate/challenges/http-01.ts";
import { tlsAlpn01 } from "../certificate/challenges/tls-alpn-01.ts";
import { openTrialStore, type PortTrialDeps, tryPorts } from "../certificate/port-trial.ts";
import { systemClock } from "../clock.ts";
import type { Config } from "../config/schema.ts";
import { openAuthoritativeResolver } from "../dns/authoritative-resolver.ts";
import { openResolver, type Resolver } from "../dns/resolver.ts";
import { fetchIfPossible } from "../event-loop.ts";
import type { Home } from "../home.ts";
import type { ReachabilityDeps } from "../operations/reachability.ts";
import { addressesOf } from "./certificates.ts";
import type { WebServer } from "./web-server.ts";

export interface AuthorityDeps {
  readonly home: Home;
  readonly config: Config;
  readonly resolver: Resolver;
  readonly web: () => Pick<WebServer, "http01" | "tlsAlpn01">;
}

const DNS_TIMEOUT = 5000;

/** The test service of the authority; undefined where there is none, or where this server answers at neither port. */
export function authorityFor(
  host: string,
  { home, config, resolver, web }: AuthorityDeps,
): ReachabilityDeps["authority"] {
  const directory = trialDirectoryOf(config.certificate);
  const { http01: http, tlsAlpn01: tls } = web();
  if (directory === undefined || !(http || tls)) return undefined;
  const solvers = [...(http ? [http01(http)] : []), ...(tls ? [tlsAlpn01(tls)] : [])];
  let store: PortTrialDeps["store"] | undefined;
  return {
    name: authorityName({ directory }),
    look: async () => {
      const authority = trialAuthorityOf(config.certificate);
      if (authority === undefined) return [];
      store ??= openTrialStore(openCertificateStore(home.certificate));
      const dns = openAuthoritativeResolver(resolver, (servers) => openResolver({ servers, timeoutMs: DNS_TIMEOUT }));
      const { known: publicAddresses } = await addressesOf(host, config, resolver);
      const { contact } = config.certificate;
      return tryPorts(authority, solvers, {
        store,
        dns,
        publicAddresses,
        host,
        contact,
        clock: systemClock,
        fetch: fetchIfPossible,
      });
    },
  };
}
