/** The SRV records of a domain, in the order of RFC 2782, or its own name without any (RFC 6120 §3.2, XEP-0368 §3). */
import type { DnsAnswer, LookupFailure } from "../net/dns-answer.ts";
import type { Resolver, SrvValue } from "./resolver.ts";

export interface SrvTarget extends SrvValue {
  readonly tls: "direct" | "starttls";
}

export type NoTargets =
  /** The domain does not exist. */
  | { readonly state: "absent" }
  /** The domain does not offer the service (RFC 2782: the target "."). */
  | { readonly state: "refused" }
  /** A query was not answered: nothing is known of the domain. */
  | { readonly state: "unknown"; readonly reason: LookupFailure };

export type SrvLookup =
  /** At least one. Not complete where only one of the two queries was answered. */
  { readonly state: "found"; readonly targets: readonly SrvTarget[]; readonly isComplete: boolean } | NoTargets;

/** What is looked for at a domain. */
export interface Service {
  /** XEP-0368 §3, RFC 6120 §3.2.1. */
  readonly direct: string;
  readonly starttls: string;
  /** For a domain without SRV records (RFC 6120 §3.2.2). */
  readonly port: number;
}

export const FOR_SERVERS: Service = { direct: "_xmpps-server", starttls: "_xmpp-server", port: 5269 };
export const FOR_CLIENTS: Service = { direct: "_xmpps-client", starttls: "_xmpp-client", port: 5222 };

const MAX_TARGETS = 32;

const HOST = /^(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/;

/** `name` in A-labels. The targets are sorted by priority. Never rejects. */
export async function lookUpTargets(name: string, resolver: Resolver, service = FOR_SERVERS): Promise<SrvLookup> {
  const [direct, starttls] = await Promise.all([
    resolver.query("SRV", `${service.direct}._tcp.${name}`),
    resolver.query("SRV", `${service.starttls}._tcp.${name}`),
  ]);
  const targets = [...usableTargets(direct, "direct"), ...usableTargets(starttls, "starttls")];
  const unknown = [direct, starttls].find(isUnknown);
  if (targets.length > 0) {
    const preferred = targets.toSorted((a, b) => a.priority - b.priority).slice(0, MAX_TARGETS);
    return { state: "found", targets: preferred, isComplete: !unknown };
  }
  if (unknown) return unknown;
  // XEP-0368 §5: where SRV records exist and none is usable, the domain's own name does not take their place.
  if (direct.state === "found" || starttls.state === "found") return { state: "refused" };
  return domainItself(name, resolver, service);
}

/** What resolvers say to a name without a dot, which they do not pass on: no domain on the Internet has such a name. */
const isRefusedSingleLabel = (name: string, answers: readonly DnsAnswer<string>[]): boolean =>
  !name.includes(".") && answers.every((answer) => !isUnknown(answer) || REFUSALS.has(answer.reason));

const REFUSALS: ReadonlySet<LookupFailure> = new Set(["refused", "server-failure"]);

/** RFC 6120 §3.2.2: the name itself, if it has an address. */
async function domainItself(name: string, resolver: Resolver, { port }: Service): Promise<SrvLookup> {
  const answers = await Promise.all([resolver.query("AAAA", name), resolver.query("A", name)]);
  const target: SrvTarget = { priority: 0, weight: 0, port, target: name, tls: "starttls" };
  if (answers.some(({ state }) => state === "found")) return { state: "found", targets: [target], isComplete: true };
  if (isRefusedSingleLabel(name, answers)) return { state: "absent" };
  return answers.find(isUnknown) ?? { state: "absent" };
}

const isUnknown = <Value>(answer: DnsAnswer<Value>): answer is Extract<DnsAnswer<Value>, { state: "unknown" }> =>
  answer.state === "unknown";

/** Without the target "." and targets that are no host name. */
function usableTargets(answer: DnsAnswer<SrvValue>, tls: SrvTarget["tls"]): readonly SrvTarget[] {
  if (answer.state !== "found") return [];
  return answer.values.filter(({ target, port }) => HOST.test(target) && port > 0).map((value) => ({ ...value, tls }));
}

/**
 * RFC 2782: the lowest priority first; within a priority at random, in proportion to the weights. `random` returns a number from
 * 0 up to, but not including, 1.
 */
export function orderBySrv<Record extends SrvValue>(
  records: readonly Record[],
  random: () => number,
): readonly Record[] {
  const priorities = [...new Set(records.map(({ priority }) => priority))].sort((a, b) => a - b);
  return priorities.flatMap((wanted) =>
    drawByWeight(
      records.filter(({ priority }) => priority === wanted),
      random,
    ),
  );
}

function drawByWeight<Record extends SrvValue>(records: readonly Record[], random: () => number): readonly Record[] {
  // RFC 2782: records of weight 0 come first, so that there is a very small chance that they are selected.
  const remaining = records.filter(({ weight }) => weight === 0).concat(records.filter(({ weight }) => weight !== 0));
  const ordered: Record[] = [];
  while (remaining.length > 0) {
    const drawnSum = Math.floor(random() * (remaining.reduce((sum, { weight }) => sum + weight, 0) + 1));
    let sum = 0;
    const drawn = remaining.findIndex(({ weight }) => {
      sum += weight;
      return sum >= drawnSum;
    });
    ordered.push(...remaining.splice(drawn, 1));
  }
  return ordered;
}
