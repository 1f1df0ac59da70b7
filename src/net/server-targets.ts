/** Where another server is to be found, in the order in which it is to be tried. */
import { isIP } from "node:net";
import { BoundedMap } from "../bounded-map.ts";
import { type Clock, systemClock } from "../clock.ts";
import { domainToAscii } from "../jid/domain.ts";
import type { Resolver } from "./resolver.ts";
import { DEFAULT_PORT, type NoPlaces, type Places, placesOf } from "./server-places.ts";
import { inOrder } from "./srv-order.ts";

export interface Target {
  /** A name in A-labels or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly tls: "direct" | "starttls";
}

/** Found is at least one. */
export type Targets = { readonly state: "found"; readonly targets: readonly Target[] } | NoPlaces;

export interface ServerTargets {
  /** `domain` as `parseDomain` returns it. Never rejects. */
  readonly find: (domain: string) => Promise<Targets>;
}

export interface ServerTargetsOptions {
  readonly resolver: Resolver;
  readonly clock?: Pick<Clock, "monotonic">;
  /** From 0 up to, but not including, 1. */
  readonly random?: () => number;
}

/** So many are tried: a domain does not have others' servers called by the hundred. */
const MAX_TARGETS = 8;
/** Domains that are remembered; the one that was asked for first is forgotten first. */
const MAX_KNOWN = 1000;
/** Milliseconds. The resolver does not tell how long the records themselves are good. */
const REMEMBERED = { found: 300_000, absent: 60_000, refused: 60_000 } as const;

/** Remembers what DNS says for some minutes; the order is drawn anew each time. */
export function openServerTargets(options: ServerTargetsOptions): ServerTargets {
  const { resolver, clock = systemClock, random = Math.random } = options;
  const known = new BoundedMap<string, { readonly until: number; readonly places: Places }>(MAX_KNOWN);
  const asked = new Map<string, Promise<Places>>();

  const remember = (domain: string, places: Places): void => {
    if (places.state === "unknown" || (places.state === "found" && !places.isWhole)) return;
    known.set(domain, { until: clock.monotonic() + REMEMBERED[places.state], places });
  };

  const ask = async (domain: string): Promise<Places> => {
    try {
      const places = await placesOf(domainToAscii(domain), resolver);
      remember(domain, places);
      return places;
    } finally {
      asked.delete(domain);
    }
  };

  /** Whoever wants to know the same waits for the same answer. */
  const placesFor = (domain: string): Places | Promise<Places> => {
    const remembered = known.get(domain);
    if (remembered && remembered.until > clock.monotonic()) return remembered.places;
    known.delete(domain);
    const question = asked.get(domain) ?? ask(domain);
    asked.set(domain, question);
    return question;
  };

  return {
    find: async (domain) => {
      const address = domain.replace(/^\[|\]$/g, "");
      if (isIP(address) !== 0)
        return { state: "found", targets: [{ host: address, port: DEFAULT_PORT, tls: "starttls" }] };
      const places = await placesFor(domain);
      if (places.state !== "found") return places;
      const targets = inOrder(places.places, random).map(({ target, port, tls }) => ({ host: target, port, tls }));
      return { state: "found", targets: targets.slice(0, MAX_TARGETS) };
    },
  };
}
