/** Where another server is to be found: SRV records of both kinds, mixed (RFC 6120 §3.2, RFC 2782, XEP-0368 §3). */
import type { Clock } from "./clock.ts";
import type { Resolver, Unasked } from "./resolver.ts";

export interface Target {
  /** A name in A-labels or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly tls: "direct" | "starttls";
}

export type Targets =
  /** At least one, in the order in which they are to be tried. */
  | { readonly state: "found"; readonly targets: readonly Target[] }
  /** No such domain. */
  | { readonly state: "absent" }
  /** The domain says that it offers no such service (RFC 2782: the target "."). */
  | { readonly state: "refused" }
  /** DNS could not be asked: this says nothing of the domain. */
  | { readonly state: "unknown"; readonly reason: Unasked };

export interface ServerTargets {
  /** `domain` as `parseDomain` returns it. Never rejects. */
  readonly find: (domain: string) => Promise<Targets>;
}

export interface ServerTargetsOptions {
  readonly resolver: Resolver;
  readonly clock?: Clock;
  /** From 0 up to, but not including, 1. */
  readonly random?: () => number;
}

export declare function openServerTargets(options: ServerTargetsOptions): ServerTargets;
