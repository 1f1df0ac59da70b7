/** From which networks apps have signed in lately, and to which port: who comes from outside has found the way. */
import { BoundedMap } from "../bounded-map.ts";
import type { Connection } from "../net/connection.ts";
import { networkOf } from "../net/ip-address.ts";
import type { Arrival } from "../operations/sights.ts";

/** Networks and ports that are remembered; a family has a few. */
const MAX_ARRIVALS = 64;

export interface Arrivals {
  /** Somebody has signed in over this connection. */
  note(connection: Pick<Connection, "localPort" | "remoteAddress">): void;
  /** The last one of each network and port. */
  all(): readonly Arrival[];
}

export function rememberArrivals(now: () => number): Arrivals {
  const arrivals = new BoundedMap<string, Arrival>(MAX_ARRIVALS);
  return {
    note: ({ localPort, remoteAddress: address }) =>
      void arrivals.set(`${networkOf(address)} ${localPort}`, { address, localPort, at: now() }),
    all: () => [...arrivals.values()],
  };
}
