/** A resolver that queries the authoritative name servers of a zone, so that no cache is in the way. */
import type { DnsAnswer } from "../net/dns-answer.ts";
import type { Resolver } from "./resolver.ts";

export interface Zone {
  /** The zone's apex: "example.com". */
  readonly name: string;
  readonly nameServers: readonly string[];
  /** Their addresses, IPv4 first. */
  readonly servers: readonly string[];
}

/** The zone of a name (in A-labels), found by walking up; absent where there is none. */
export async function zoneOf(name: string, resolver: Resolver): Promise<DnsAnswer<Zone>> {
  const answer = await zoneAt(name, resolver);
  const parent = parentOf(name);
  return answer.state === "absent" && parent !== "" ? zoneOf(parent, resolver) : answer;
}

const parentOf = (name: string): string => name.split(".").slice(1).join(".");

/** Name servers of a zone, and addresses of each of them: zones with more are answered for by the first ones, too. */
const MAX_NAME_SERVERS = 13;
const MAX_SERVER_ADDRESSES = 4;

/** The zone whose apex is this name. */
async function zoneAt(name: string, resolver: Resolver): Promise<DnsAnswer<Zone>> {
  const answer = await resolver.query("NS", name);
  if (answer.state !== "found") return answer;
  // Those of what an alias leads to: it is no zone itself (RFC 1034 §3.6.2).
  if ((await resolver.query("CNAME", name)).state === "found") return { state: "absent" };
  const nameServers = answer.values.slice(0, MAX_NAME_SERVERS);
  const addresses = await Promise.all([
    ...nameServers.map((server) => resolver.query("A", server)),
    ...nameServers.map((server) => resolver.query("AAAA", server)),
  ]);
  const servers = addresses.flatMap((one) => valuesOf(one).slice(0, MAX_SERVER_ADDRESSES));
  return servers.length > 0
    ? { state: "found", values: [{ name, nameServers, servers }] }
    : { state: "unknown", reason: "unreachable" };
}

const valuesOf = <Value>(answer: DnsAnswer<Value>): readonly Value[] => (answer.state === "found" ? answer.values : []);

/**
 * Queries the servers of each name's own zone; `resolver` finds the zones, and answers where their servers do not. `open` makes
 * a resolver of the addresses of a zone's servers. Zones are cached, records are not.
 */
export function openAuthoritativeResolver(
  resolver: Resolver,
  open: (servers: readonly string[]) => Resolver,
): Resolver {
  const authorities = new Map<string, Promise<Resolver>>();

  const openAuthority = async (name: string): Promise<Resolver> => {
    const zone = await zoneAt(name, resolver);
    if (zone.state === "absent" && parentOf(name) !== "") return authorityOf(parentOf(name));
    const [{ servers } = { servers: [] }] = valuesOf(zone);
    return servers.length > 0 ? open(servers) : resolver;
  };
  const authorityOf = (name: string): Promise<Resolver> => {
    const authority = authorities.get(name) ?? openAuthority(name);
    authorities.set(name, authority);
    return authority;
  };
  return {
    query: async (type, name) => {
      const authority = await authorityOf(name);
      const answer = await authority.query(type, name);
      // Asked already, where the servers of the zone are not known: who does not answer is not waited for twice.
      if (answer.state === "unknown") return authority === resolver ? answer : resolver.query(type, name);
      if (answer.state === "found" || type === "CNAME") return answer;
      // An authoritative server does not follow a CNAME out of its zone.
      const [alias] = valuesOf(await authority.query("CNAME", name));
      return alias === undefined ? answer : resolver.query(type, alias);
    },
  };
}
