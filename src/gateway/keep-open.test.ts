/** Ports that are kept open: asked for in time, and given back. */
import { describe, expect, test } from "bun:test";
import { keep, ROUTER, TCP_5222 } from "../../tests/support/network/kept-ports.ts";
import { HOUR } from "../clock.ts";
import type { GatewayDeps } from "./gateway.ts";
import { MappingError, type WantedPort } from "./report.ts";

describe("keeping ports open", () => {
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

  test("at the end, what is for apps is given back before the many ports of calls", async () => {
    const wanted = [{ transport: "udp", port: 49152 }, TCP_5222] as const;
    const { gateway, calls } = keep({}, { wanted });
    await gateway.ready;
    await gateway.stop();
    expect(calls.slice(2)).toEqual(["unmap 5222", "unmap 49152"]);
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

  test("without a router that is said, and the end is quick", async () => {
    const { gateway } = keep(undefined);
    await gateway.ready;
    expect(gateway.report()).toEqual({ state: "absent", ports: [], pinholes: [] });
    await gateway.stop();
  });
});
