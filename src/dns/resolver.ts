/** DNS queries, whose results tell "it does not exist" from "it is not known". */
import type { CaaRecord } from "node:dns";
import { Resolver as NodeResolver } from "node:dns/promises";
import { type Clock, systemClock } from "../clock.ts";
import type { DnsAnswer, LookupFailure } from "../net/dns-answer.ts";
import { probeForRefusals } from "./refusals.ts";

/** RFC 2782; the target "." means that the service is not available. No final dot otherwise. */
export interface SrvValue {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
}

/** RFC 8659. */
export interface CaaValue {
  readonly critical: boolean;
  /** "issue", "issuewild", "iodef" … */
  readonly tag: string;
  readonly value: string;
}

export interface SoaValue {
  readonly primary: string;
  readonly serial: number;
  /** Seconds for which the absence of a name is cached (RFC 2308 §5). */
  readonly negativeTtl: number;
}

export interface RecordValues {
  readonly A: string;
  readonly AAAA: string;
  readonly CNAME: string;
  readonly NS: string;
  /** One string of one record: a record of over 255 octets has several, and Bun does not tell which belong together. */
  readonly TXT: string;
  readonly SRV: SrvValue;
  readonly CAA: CaaValue;
  readonly SOA: SoaValue;
}
export type RecordType = keyof RecordValues;

export interface Resolver {
  /** Queries the records of a name in A-labels. A and AAAA follow CNAMEs. Never rejects. */
  readonly query: <Type extends RecordType>(type: Type, name: string) => Promise<DnsAnswer<RecordValues[Type]>>;
}

export interface ResolverDeps {
  /** Addresses of name servers, "192.0.2.53", "192.0.2.53:5353" or "[2001:db8::53]:53"; by default those of this machine. */
  readonly servers?: readonly string[];
  /** Milliseconds for a query, retries included. */
  readonly timeoutMs: number;
  readonly clock?: Pick<Clock, "after">;
}

/** Milliseconds after which name servers are probed that have not answered: at some of them nothing may listen, or answers are cut. */
const PROBE_DELAY_MS = 50;

/** A resolver without a cache. Throws TypeError where a server is not an address. */
export function openResolver({ servers, timeoutMs, clock = systemClock }: ResolverDeps): Resolver {
  const open = (some: readonly string[] | undefined): NodeResolver => {
    const resolver = new NodeResolver();
    if (some) resolver.setServers(some);
    return resolver;
  };
  const all = open(servers).getServers();

  return {
    query: async (type, name) => {
      const refusing = new Set<string>();
      let isOver = false;
      // A resolver for each query, because cancel() ends all queries of its resolver.
      let resolver = open(servers);
      const stop = clock.after(timeoutMs, () => {
        isOver = true;
        resolver.cancel();
      });
      let stopProbes = clock.after(PROBE_DELAY_MS, () => {
        stopProbes = probeForRefusals(all, { type, name }, (server) => {
          refusing.add(server);
          resolver.cancel();
        });
      });
      try {
        for (;;) {
          const known = refusing.size;
          const answer = await answerTo(QUERIES[type](resolver, name));
          if (isOver || refusing.size === known || answer.state !== "unknown") return answer;
          const others = all.filter((server) => !refusing.has(server));
          if (others.length === 0) return { state: "unknown", reason: "unreachable" };
          resolver = open(others);
        }
      } finally {
        stop();
        stopProbes();
      }
    },
  };
}

async function answerTo<Value>(query: Promise<readonly Value[]>): Promise<DnsAnswer<Value>> {
  try {
    const values = await query;
    return values.length > 0 ? { state: "found", values } : { state: "absent" };
  } catch (error) {
    return failureOf(error);
  }
}

type Queries = { readonly [Type in RecordType]: Query<RecordValues[Type]> };
type Query<Value> = (resolver: NodeResolver, name: string) => Promise<readonly Value[]>;

const QUERIES: Queries = {
  A: (resolver, name) => resolver.resolve4(name),
  AAAA: (resolver, name) => resolver.resolve6(name),
  CNAME: async (resolver, name) => (await resolver.resolveCname(name)).map(normalizedName),
  NS: async (resolver, name) => (await resolver.resolveNs(name)).map(normalizedName),
  TXT: async (resolver, name) => (await resolver.resolveTxt(name)).flat(),
  SRV: async (resolver, name) =>
    (await resolver.resolveSrv(name)).map(({ priority, weight, port, name: target }) => ({
      priority,
      weight,
      port,
      target: normalizedName(target),
    })),
  CAA: async (resolver, name) => (await resolver.resolveCaa(name)).flatMap(caaValues),
  SOA: async (resolver, name) => {
    const { nsname, serial, minttl } = await resolver.resolveSoa(name);
    return [{ primary: normalizedName(nsname), serial, negativeTtl: minttl }];
  },
};

const caaValues = ({ critical, ...properties }: CaaRecord): CaaValue[] =>
  Object.entries(properties).map(([tag, value]) => ({ critical: critical !== 0, tag, value: String(value) }));

const normalizedName = (name: string): string => name.toLowerCase().replace(/\.$/, "") || ".";

const ABSENT: ReadonlySet<unknown> = new Set(["ENOTFOUND", "ENODATA"]);
const FAILURES: ReadonlyMap<unknown, LookupFailure> = new Map([
  ["ETIMEOUT", "timeout"],
  ["ECANCELLED", "timeout"],
  ["EREFUSED", "refused"],
  ["ESERVFAIL", "server-failure"],
  ["ECONNREFUSED", "unreachable"],
]);

function failureOf(error: unknown): DnsAnswer<never> {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  // An error without a code is a bug of this program.
  if (typeof code !== "string") throw error;
  return ABSENT.has(code) ? { state: "absent" } : { state: "unknown", reason: FAILURES.get(code) ?? "failed" };
}
