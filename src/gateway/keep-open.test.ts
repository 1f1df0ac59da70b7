/** Ports that are kept open: asked for in time, and given back. */
import { describe, expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { HOUR, MINUTE } from "../clock.ts";
import type { FoundRouter } from "./find.ts";
import { type GatewayDeps, keepPortsOpen } from "./gateway.ts";
import { MappingError, type PortMapper, type WantedPort } from "./report.ts";

const ROUTER = "127.0.0.1";
const TCP_5222: WantedPort = { transport: "tcp", port: 5222 };

describe("keeping ports open", () => {
  const keep = (mapper: Partial<PortMapper> | undefined, deps: Partial<GatewayDeps> = {}) => {
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
  };

  test("they are asked for again at half their life, and given back at the end", async () => {
    const { gateway, clock, calls } = keep({});
    await gateway.ready;
    expect(gateway.report()).toMatchObject({ state: "found", external: "9.9.8.2", ports: [TCP_5222] });
    clock.advance(HOUR / 2 - 1);
    await Bun.sleep(0);
    expect(calls).toEqual(["map 5222"]);
    clock.advance(1);
    await Bun.sleep(0);
    expect(calls).toEqual(["map 5222", "map 5222"]);
    await gateway.stop();
    expect(calls.at(-1)).toBe("unmap 5222");
    clock.advance(HOUR);
    await Bun.sleep(0);
    expect(calls).toHaveLength(3);
  });

  test("RFC 6887 §14.1: a router that has begun anew is asked at once, but once in ten seconds, and no other is believed", async () => {
    let heard = (_: string): void => {};
    let isListening = true;
    const announcements: GatewayDeps["announcements"] = (callback) => {
      heard = callback;
      return () => {
        isListening = false;
      };
    };
    const { gateway, clock, calls } = keep({}, { announcements });
    await gateway.ready;
    heard("192.168.1.66");
    clock.advance(20_000);
    await Bun.sleep(0);
    expect(calls).toHaveLength(1);
    heard(ROUTER);
    clock.advance(0);
    await Bun.sleep(0);
    expect(calls).toHaveLength(2);
    heard(ROUTER);
    heard(ROUTER);
    clock.advance(9_999);
    await Bun.sleep(0);
    expect(calls).toHaveLength(2);
    clock.advance(1);
    await Bun.sleep(0);
    expect(calls).toHaveLength(3);
    clock.advance(HOUR / 2 - 1);
    await Bun.sleep(0);
    expect(calls).toHaveLength(3);
    await gateway.stop();
    expect(isListening).toBe(false);
  });

  test("a router that tells of mappings that end at once is not asked all the time", async () => {
    let asked = 0;
    const { gateway, clock } = keep({
      map: async () => {
        asked += 1;
        return { lifetime: 0, external: undefined, epoch: undefined };
      },
    });
    await gateway.ready;
    clock.advance(59_000);
    await Bun.sleep(0);
    expect(asked).toBe(1);
    await gateway.stop();
  });

  test("a router that does not answer any more is not asked for the other ports, and looked for again later", async () => {
    let asked = 0;
    const { gateway, clock, searches } = keep(
      {
        map: async () => {
          asked += 1;
          throw new MappingError("no-answer", "test");
        },
      },
      { wanted: [TCP_5222, { transport: "tcp", port: 5269 }] },
    );
    await gateway.ready;
    expect(asked).toBe(1);
    expect(gateway.report().ports.map(({ problem }) => problem)).toEqual(["no-answer", "no-answer"]);
    clock.advance(HOUR);
    await Bun.sleep(0);
    expect(searches()).toBe(2);
    await gateway.stop();
  });

  test("at the end, a router that is gone is asked once, and one that refuses is asked for the rest", async () => {
    const wanted = [TCP_5222, { transport: "tcp", port: 5269 }] as const;
    for (const [problem, times] of [
      ["no-answer", 1],
      ["refused", 2],
    ] as const) {
      let asked = 0;
      const unmap = async (): Promise<void> => {
        asked += 1;
        throw new MappingError(problem, "test");
      };
      const { gateway } = keep({ unmap }, { wanted });
      await gateway.ready;
      await gateway.stop();
      expect(asked).toBe(times);
    }
  });

  test("an end while ports are asked for gives back what is open, of now and before, and asks for no other", async () => {
    const wanted = [TCP_5222, { transport: "tcp", port: 5269 }] as const;
    for (const looks of [1, 2]) {
      const first = Promise.withResolvers<void>();
      const calls: string[] = [];
      const map = async ({ port }: WantedPort, lifetime: number) => {
        calls.push(`map ${port}`);
        if (calls.length > 2 * (looks - 1)) await first.promise;
        return { lifetime, external: undefined, epoch: undefined };
      };
      const { gateway, clock } = keep({ map, unmap: async ({ port }) => void calls.push(`unmap ${port}`) }, { wanted });
      await Bun.sleep(0);
      if (looks > 1) clock.advance(HOUR / 2);
      await Bun.sleep(0);
      const stopped = gateway.stop();
      first.resolve();
      await stopped;
      const all = ["map 5222", "map 5269", "map 5222", "unmap 5222", "unmap 5269"];
      expect(calls).toEqual(looks > 1 ? all : ["map 5222", "unmap 5222"]);
    }
  });

  /** The watch of a router is a chain of answers: all of them are there by then. */
  const settle = async (): Promise<void> => {
    for (let turns = 0; turns < 20; turns += 1) await Bun.sleep(0);
  };

  test("a router whose address changes is asked anew within a minute, and who follows the address is told", async () => {
    let external = "9.9.8.2";
    const told: (string | undefined)[] = [];
    const { gateway, clock, calls } = keep(
      {
        externalAddress: async () => external,
        look: async () => ({ external, epoch: undefined, isKept: true }),
      },
      { moved: () => told.push(gateway.publicAddress()) },
    );
    await gateway.ready;
    expect(told).toEqual(["9.9.8.2"]);
    clock.advance(MINUTE);
    await settle();
    expect(calls).toHaveLength(1);
    for (const next of ["9.9.8.3", "100.64.0.7", "192.168.0.2"]) {
      external = next;
      clock.advance(MINUTE);
      await settle();
    }
    // RFC 6598, RFC 1918: what is not public is no address for others.
    expect(told).toEqual(["9.9.8.2", "9.9.8.3", undefined, undefined]);
    expect(gateway.report()).toMatchObject({ external: "192.168.0.2", obstacle: "double-nat" });
    expect(calls).toHaveLength(4);
    await gateway.stop();
  });

  test("the address is told before all ports are open", async () => {
    const last = Promise.withResolvers<void>();
    const told = Promise.withResolvers<string | undefined>();
    const wanted = [TCP_5222, { transport: "tcp", port: 5269 }] as const;
    const map = async ({ port }: WantedPort, lifetime: number) => {
      if (port === 5269) await last.promise;
      return { lifetime, external: "9.9.8.3", epoch: undefined };
    };
    const moved = (): void => told.resolve(gateway.publicAddress());
    const { gateway } = keep({ map, externalAddress: async () => undefined }, { wanted, moved });
    expect(await told.promise).toBe("9.9.8.3");
    last.resolve();
    await gateway.ready;
    await gateway.stop();
  });

  test("what the world sees may be found out later: then nothing is in the way any more", async () => {
    let seen = ["9.9.8.1"];
    const { gateway } = keep({}, { seenAddresses: () => seen });
    await gateway.ready;
    expect(gateway.report().obstacle).toBe("elsewhere");
    seen = ["9.9.8.2"];
    expect(gateway.report().obstacle).toBeUndefined();
    await gateway.stop();
  });

  test.each([
    ["has forgotten the port", { epoch: undefined, isKept: false }],
    ["counts its time anew (RFC 6887 §8.5)", { epoch: 3, isKept: true }],
    ["does not answer any more", undefined],
  ] as const)("a router that %s is asked for all ports at once", async (_, sight) => {
    const { gateway, clock, calls } = keep({
      map: async ({ port }, lifetime) => {
        calls.push(`map ${port}`);
        return { lifetime, external: undefined, epoch: 4000 };
      },
      look: async () => {
        if (!sight) throw new MappingError("no-answer", "test");
        return { external: "9.9.8.2", ...sight };
      },
    });
    await gateway.ready;
    clock.advance(MINUTE);
    await settle();
    expect(calls).toEqual(["map 5222", "map 5222"]);
    await gateway.stop();
  });

  test("a router that is gone is looked for after a minute, then less and less often; when it is back, all is open", async () => {
    let isThere = true;
    const { gateway, clock, searches } = keep({
      map: async (_, lifetime) => {
        if (!isThere) throw new MappingError("no-answer", "test");
        return { lifetime, external: undefined, epoch: undefined };
      },
      look: async () => {
        if (!isThere) throw new MappingError("no-answer", "test");
        return { external: "9.9.8.2", epoch: undefined, isKept: true };
      },
    });
    await gateway.ready;
    isThere = false;
    const searched: number[] = [];
    for (let minute = 1; minute <= 40; minute += 1) {
      const before = searches();
      clock.advance(MINUTE);
      await settle();
      if (searches() > before) searched.push(minute);
    }
    expect(searched).toEqual([2, 4, 8, 16, 31]);
    // It is there still as far as anybody knows.
    expect(gateway.publicAddress()).toBe("9.9.8.2");
    isThere = true;
    for (let minute = 0; minute < 15; minute += 1) {
      clock.advance(MINUTE);
      await settle();
    }
    expect(gateway.report().ports).toEqual([TCP_5222]);
    await gateway.stop();
  });

  test("where this machine gets another address, the router is looked for anew", async () => {
    let own = ["192.168.1.20"];
    const { gateway, clock, searches } = keep({}, { ownAddresses: () => own });
    await gateway.ready;
    own = ["192.168.1.20", "2a02:1234::1"];
    clock.advance(MINUTE);
    await settle();
    expect(searches()).toBe(2);
    await gateway.stop();
  });

  test("without a router that is said, and the end is quick", async () => {
    const { gateway } = keep(undefined);
    await gateway.ready;
    expect(gateway.report()).toEqual({ state: "absent", ports: [], pinholes: [] });
    await gateway.stop();
  });
});
