/** Questions to DNS, whose answers tell "it is not there" from "nobody could be asked". */
import type { CaaRecord } from "node:dns";
import { Resolver as NodeResolver } from "node:dns/promises";
import { type Clock, systemClock } from "../clock.ts";
import { watchForRefusals } from "./deaf-servers.ts";

/** RFC 2782; a target "." says that the service is decidedly not offered. No final dot otherwise. */
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
  /** Seconds that others remember that a name is not there (RFC 2308 §5). */
  readonly negativeTtl: number;
}

export interface RecordValues {
  readonly A: string;
  readonly AAAA: string;
  readonly CNAME: string;
  readonly NS: string;
  /** One string of one record: a record of over 255 octets is several (Bun does not tell which belong together). */
  readonly TXT: string;
  readonly SRV: SrvValue;
  readonly CAA: CaaValue;
  readonly SOA: SoaValue;
}
export type RecordType = keyof RecordValues;

export type Unasked = "timeout" | "refused" | "server-failure" | "unreachable" | "failed";
export type Answer<Value> =
  | { readonly state: "found"; readonly values: readonly Value[] }
  /** No such name, or no record of this type. */
  | { readonly state: "absent" }
  /** Nobody could be asked: this says nothing of the name. */
  | { readonly state: "unknown"; readonly reason: Unasked };

export interface Resolver {
  /** Asks for the records of a name in A-labels. A and AAAA follow CNAMEs. Never rejects. */
  readonly ask: <Type extends RecordType>(type: Type, name: string) => Promise<Answer<RecordValues[Type]>>;
}

export interface ResolverOptions {
  /** Addresses of name servers, "192.0.2.53", "192.0.2.53:5353" or "[2001:db8::53]:53"; this machine's own by default. */
  readonly servers?: readonly string[];
  /** Milliseconds for a question, repetitions included. */
  readonly timeoutMs: number;
  readonly clock?: Pick<Clock, "after">;
}

/** Milliseconds within which most name servers have answered; of those that have not, some may not be there at all. */
const SILENCE = 50;

/** A resolver that keeps nothing: each question is asked anew. Throws TypeError where a server is not an address. */
export function openResolver({ servers, timeoutMs, clock = systemClock }: ResolverOptions): Resolver {
  const open = (some: readonly string[] | undefined): NodeResolver => {
    const resolver = new NodeResolver();
    if (some) resolver.setServers(some);
    return resolver;
  };
  const all = open(servers).getServers();

  return {
    ask: async (type, name) => {
      const deaf = new Set<string>();
      let isOver = false;
      // A resolver for each question, because cancel() ends all that its resolver asks.
      let resolver = open(servers);
      const stop = clock.after(timeoutMs, () => {
        isOver = true;
        resolver.cancel();
      });
      let stopWatching = clock.after(SILENCE, () => {
        stopWatching = watchForRefusals(all, (server) => {
          deaf.add(server);
          resolver.cancel();
        });
      });
      try {
        for (;;) {
          const known = deaf.size;
          const answer = await answerTo(QUESTIONS[type](resolver, name));
          if (isOver || deaf.size === known || answer.state !== "unknown") return answer;
          const others = all.filter((server) => !deaf.has(server));
          if (others.length === 0) return { state: "unknown", reason: "unreachable" };
          resolver = open(others);
        }
      } finally {
        stop();
        stopWatching();
      }
    },
  };
}

async function answerTo<Value>(question: Promise<readonly Value[]>): Promise<Answer<Value>> {
  try {
    const values = await question;
    return values.length > 0 ? { state: "found", values } : { state: "absent" };
  } catch (error) {
    return unanswered(error);
  }
}

type Questions = { readonly [Type in RecordType]: Question<RecordValues[Type]> };
type Question<Value> = (resolver: NodeResolver, name: string) => Promise<readonly Value[]>;

const QUESTIONS: Questions = {
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
const REASONS: ReadonlyMap<unknown, Unasked> = new Map([
  ["ETIMEOUT", "timeout"],
  ["ECANCELLED", "timeout"],
  ["EREFUSED", "refused"],
  ["ESERVFAIL", "server-failure"],
  ["ECONNREFUSED", "unreachable"],
]);

function unanswered(error: unknown): Answer<never> {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  // Without a code of DNS it is a fault of this program.
  if (typeof code !== "string") throw error;
  return ABSENT.has(code) ? { state: "absent" } : { state: "unknown", reason: REASONS.get(code) ?? "failed" };
}
