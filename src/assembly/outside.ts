/** The server seen from outside: who can be asked whether the world reaches it, and whose addresses are those of this home. */
import { isIPv4 } from "node:net";
import { systemClock } from "../clock.ts";
import type { Config } from "../config/schema.ts";
import { HTTPS_PORT } from "../config/web-address.ts";
import type { Resolver } from "../dns/resolver.ts";
import type { Gateway } from "../gateway/gateway.ts";
import type { Home } from "../home.ts";
import { domainToAscii } from "../jid/domain.ts";
import { lazy } from "../lazy.ts";
import { networkOf, reachOf } from "../net/ip-address.ts";
import { openPhoneChecks, type PhoneChecks, type PhoneLocation } from "../operations/phone-check.ts";
import type { ReachabilityDeps } from "../operations/reachability.ts";
import { isPrivateName } from "../special-names.ts";
import { type Arrivals, rememberArrivals } from "./arrivals.ts";
import { addressesOf } from "./certificates.ts";
import type { Federation } from "./federation.ts";
import { randomId } from "./kernel.ts";
import type { WebServer } from "./web-server.ts";

export interface OutsideDeps {
  readonly home: Home;
  readonly config: Config;
  readonly resolver: Resolver;
  readonly federation: Pick<Federation, "incoming" | "outgoing" | "verifyCertificate">;
  /** Asked for once they are there. */
  readonly web: () => Pick<WebServer, "http01" | "tlsAlpn01" | "origin">;
  readonly gateway: () => Pick<Gateway, "report"> | undefined;
}

export interface Outside {
  readonly phone: PhoneChecks;
  /** Whether browsers take the certificate that is served for the pages. */
  readonly isTrusted: () => boolean;
  readonly arrivals: Pick<Arrivals, "note">;
  /** To be called once there is a web server. */
  readonly witnesses: () => Omit<ReachabilityDeps, "domains" | "listening">;
}

const authorityFile = lazy((): typeof import("./outside-authority.ts") => require("./outside-authority.ts"));

export function openOutside(deps: OutsideDeps): Outside {
  const { config, resolver, federation, web, gateway } = deps;
  const host = domainToAscii(config.general.host || (config.general.domains[0] ?? ""));
  let ours: readonly string[] = config.general.addresses;

  const lookAround = async (): Promise<void> => {
    const external = gateway()?.report().external;
    const { likely } = await addressesOf(host, config, resolver);
    ours = [...likely, ...(external === undefined ? [] : [external])];
  };
  const locationOf = (address: string): PhoneLocation => {
    const reach = reachOf(address);
    if (reach === "private" || reach === "loopback" || reach === "link-local") return "inside";
    if (ours.some((own) => networkOf(own) === networkOf(address))) return "inside";
    const isComparable = reach === "public" && ours.some((own) => isIPv4(own) === isIPv4(address));
    return isComparable ? "outside" : "unknown";
  };
  const isTrusted = (): boolean => {
    const { origin, tlsAlpn01: https } = web();
    // Where a web server before this one shows its certificate, whoever has come this far has taken that.
    if (https === undefined) return true;
    const name = URL.parse(origin ?? "")?.hostname;
    return name !== undefined && federation.verifyCertificate(name).trusted;
  };
  const phone = openPhoneChecks({
    ...{ isTrusted, lookAround, locationOf, clock: systemClock, id: randomId },
    webOrigin: () => web().origin,
  });
  const arrivals = rememberArrivals(systemClock.now);
  return {
    ...{ phone, isTrusted, arrivals },
    witnesses: () => ({
      phone,
      arrivals: arrivals.all,
      authority: isPrivateName(host) ? undefined : authorityFile().authorityFor(host, deps),
      federation: config.federation.enabled
        ? {
            askBack: federation.outgoing.askBack,
            streams: () => federation.incoming.streams(),
          }
        : undefined,
      pagePort: pagePortOf(web().origin),
      isOutside: (address) => locationOf(address) === "outside",
      lookAround,
      clock: systemClock,
    }),
  };
}

/** RFC 9110 §4.2.2: 443 where the address has none. */
function pagePortOf(origin: string | undefined): number | undefined {
  const url = URL.parse(origin ?? "");
  return url === null ? undefined : Number(url.port) || HTTPS_PORT;
}
