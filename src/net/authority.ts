/** The name servers that hold a zone themselves: whoever asks them waits for nobody's cache. */

import type { Answer, Resolver } from "./resolver.ts";

export interface Zone {
  /** Where it is cut from its parent: "example.com". */
  readonly name: string;
  /** Addresses of its name servers, IPv4 first. */
  readonly servers: readonly string[];
}

/** The zone that a name (in A-labels) is in, walking up: unknown where nobody says, absent where there is none. */
export async function zoneOf(name: string, resolver: Resolver): Promise<Answer<Zone>> {
  const answer = await zoneAt(name, resolver);
  const parent = parentOf(name);
  return answer.state === "absent" && parent !== "" ? zoneOf(parent, resolver) : answer;
}

const parentOf = (name: string): string => name.split(".").slice(1).join(".");

/** The zone that is cut just there. */
async function zoneAt(name: string, resolver: Resolver): Promise<Answer<Zone>> {
  const nameServers = await resolver.ask("NS", name);
  if (nameServers.state !== "found") return nameServers;
  const answers = await Promise.all([
    ...nameServers.values.map((server) => resolver.ask("A", server)),
    ...nameServers.values.map((server) => resolver.ask("AAAA", server)),
  ]);
  const servers = answers.flatMap(valuesOf);
  return servers.length > 0
    ? { state: "found", values: [{ name, servers }] }
    : { state: "unknown", reason: "unreachable" };
}

const valuesOf = <Value>(answer: Answer<Value>): readonly Value[] => (answer.state === "found" ? answer.values : []);

/**
 * A resolver that asks each name's own zone; `resolver` finds the zones and answers where they cannot be asked.
 * `open` makes a resolver of the addresses of a zone's servers. Zones are remembered for its life, records are not.
 */
export function authoritativeResolver(resolver: Resolver, open: (servers: readonly string[]) => Resolver): Resolver {
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
    ask: async (type, name) => {
      const authority = await authorityOf(name);
      const answer = await authority.ask(type, name);
      if (answer.state === "unknown") return resolver.ask(type, name);
      if (answer.state === "found" || type === "CNAME") return answer;
      // A zone's server does not follow a CNAME that leads out of the zone.
      const [alias] = valuesOf(await authority.ask("CNAME", name));
      return alias === undefined ? answer : resolver.ask(type, alias);
    },
  };
}
