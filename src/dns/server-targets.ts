/** The hosts and ports of another server, in the order in which they are tried (RFC 6120 §3.2). */
import { isIP } from "node:net";
import { BoundedMap } from "../bounded-map.ts";
import { type Clock, MINUTE, systemClock } from "../clock.ts";
import { domainToAscii } from "../jid/domain.ts";
import type { DialTarget } from "../net/dial.ts";
import type { Resolver } from "./resolver.ts";
import { FOR_SERVERS, lookUpTargets, type NoTargets, orderBySrv, type Service, type SrvLookup } from "./srv-lookup.ts";

/** Found: at least one. */
export type Targets = { readonly state: "found"; readonly targets: readonly DialTarget[] } | NoTargets;

export interface ServerTargets {
  /** `domain` as `parseDomain` returns it. Never rejects. */
  readonly find: (domain: string) => Promise<Targets>;
}

export interface ServerTargetsDeps {
  readonly resolver: Resolver;
  /** By default that of servers. */
  readonly service?: Service;
  readonly clock?: Pick<Clock, "monotonic">;
  /** From 0 up to, but not including, 1. */
  readonly random?: () => number;
}

/** How many are tried: a domain cannot make this server call hundreds of hosts. */
const MAX_TARGETS = 8;
/** Cached domains; the one that was looked up first is dropped first. */
const MAX_DOMAINS = 1000;
/** Milliseconds. The resolver does not return the TTL of SRV records. */
const CACHE_MS = { found: 5 * MINUTE, absent: MINUTE, refused: MINUTE } as const;

/** Caches lookups for some minutes; the order within a priority is drawn anew each time. */
export function openServerTargets(deps: ServerTargetsDeps): ServerTargets {
  const { resolver, service = FOR_SERVERS, clock = systemClock, random = Math.random } = deps;
  const cache = new BoundedMap<string, { readonly until: number; readonly lookup: SrvLookup }>(MAX_DOMAINS);
  const pending = new Map<string, Promise<SrvLookup>>();

  const keep = (domain: string, lookup: SrvLookup): void => {
    if (lookup.state === "unknown" || (lookup.state === "found" && !lookup.isComplete)) return;
    cache.set(domain, { until: clock.monotonic() + CACHE_MS[lookup.state], lookup });
  };

  const lookUp = async (domain: string): Promise<SrvLookup> => {
    try {
      const lookup = await lookUpTargets(domainToAscii(domain), resolver, service);
      keep(domain, lookup);
      return lookup;
    } finally {
      pending.delete(domain);
    }
  };

  /** Concurrent lookups of a domain share one. */
  const lookupOf = (domain: string): SrvLookup | Promise<SrvLookup> => {
    const cached = cache.get(domain);
    if (cached && cached.until > clock.monotonic()) return cached.lookup;
    cache.delete(domain);
    const lookup = pending.get(domain) ?? lookUp(domain);
    pending.set(domain, lookup);
    return lookup;
  };

  return {
    find: async (domain) => {
      const address = domain.replace(/^\[|\]$/g, "");
      if (isIP(address) !== 0)
        return { state: "found", targets: [{ host: address, port: service.port, tls: "starttls" }] };
      const lookup = await lookupOf(domain);
      if (lookup.state !== "found") return lookup;
      const targets = orderBySrv(lookup.targets, random).map(({ target, port, tls }) => ({ host: target, port, tls }));
      return { state: "found", targets: targets.slice(0, MAX_TARGETS) };
    },
  };
}
