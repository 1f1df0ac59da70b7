/** Ports that are kept open at a router in memory. */

import type { FoundRouter } from "../../../src/gateway/find.ts";
import { type GatewayDeps, keepPortsOpen } from "../../../src/gateway/gateway.ts";
import type { PortMapper, WantedPort } from "../../../src/gateway/report.ts";
import { manualClock } from "../in-memory/manual-clock.ts";
import { memoryLog } from "../in-memory/memory-log.ts";

export const ROUTER = "127.0.0.1";
export const TCP_5222: WantedPort = { transport: "tcp", port: 5222 };

/** Ports that are kept open at a router that does what it is asked, but for what `mapper` does; none without it. */
export function keep(mapper: Partial<PortMapper> | undefined, deps: Partial<GatewayDeps> = {}) {
  const clock = manualClock();
  const calls: string[] = [];
  const whole: PortMapper = {
    ...{ protocol: "pcp", router: ROUTER, externalAddress: async () => "9.9.8.2" },
    look: async () => ({ external: "9.9.8.2", epoch: undefined, isKept: true }),
    map: async ({ port }, lifetime) => {
      calls.push(`map ${port}`);
      return { lifetime, external: undefined, epoch: undefined };
    },
    unmap: async ({ port }) => void calls.push(`unmap ${port}`),
    ...mapper,
  };
  let searches = 0;
  const find = async (): Promise<FoundRouter> => {
    searches += 1;
    return { forwarding: mapper ? whole : undefined, pinholes: new Map() };
  };
  const log = memoryLog();
  const wanted = [TCP_5222];
  const more = { seenAddresses: () => [], ownAddresses: () => [], isListening: false };
  const gateway = keepPortsOpen({ wanted, find, clock, log, ...more, ...deps });
  return { gateway, clock, calls, searches: () => searches };
}

/** The watch of a router is a chain of answers: all of them are there by then. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await Bun.sleep(0);
}
