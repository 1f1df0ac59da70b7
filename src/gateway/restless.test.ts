/** A router, or whoever pretends to be one, that would have the server always busy. */
import { describe, expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { HOUR, MINUTE, SECOND } from "../clock.ts";
import { keepPortsOpen } from "./gateway.ts";
import type { Mapping, PortMapper, WantedPort } from "./report.ts";

const ROUTER = "192.168.1.1";
const TCP_5222: WantedPort = { transport: "tcp", port: 5222 };

describe("a router that has always something new to say", () => {
  const keep = (map: () => Mapping, sight: () => { readonly external: string; readonly epoch: number }) => {
    const clock = manualClock();
    let heard = (_: string): void => {};
    let asked = 0;
    const moved: (string | undefined)[] = [];
    const mapper: PortMapper = {
      ...{ protocol: "pcp", router: ROUTER, externalAddress: async () => undefined, unmap: async () => {} },
      map: async () => {
        asked += 1;
        return map();
      },
      look: async () => ({ ...sight(), isKept: true }),
    };
    const gateway = keepPortsOpen({
      find: async () => ({ forwarding: mapper, pinholes: new Map() }),
      announcements: (callback) => {
        heard = callback;
        return () => {};
      },
      ...{ wanted: [TCP_5222], seenAddresses: () => [], ownAddresses: () => [], isListening: false },
      moved: () => void moved.push(gateway.publicAddress()),
      ...{ clock, log: memoryLog() },
    });
    return { gateway, clock, moved, announce: () => heard(ROUTER), asked: () => asked };
  };

  test("by epochs that go back at every answer it is asked once a minute, and no more", async () => {
    let epoch = 1_000_000;
    const next = (): number => {
      epoch -= 1000;
      return epoch;
    };
    const { gateway, clock, asked } = keep(
      () => ({ lifetime: 3600, external: "9.9.8.2", epoch: next() }),
      () => ({ external: "9.9.8.2", epoch: next() }),
    );
    await gateway.ready;
    for (let seconds = 0; seconds < 600; seconds += 10) await clock.advanceSettled(10 * SECOND);
    expect(asked()).toBeLessThanOrEqual(11);
    await gateway.stop();
  });

  test("by announcements without end it is asked once in ten seconds", async () => {
    const { gateway, clock, announce, asked } = keep(
      () => ({ lifetime: 3600, external: "9.9.8.2", epoch: 1 }),
      () => ({ external: "9.9.8.2", epoch: 1 }),
    );
    await gateway.ready;
    for (let seconds = 0; seconds < 60; seconds += 1) {
      for (let count = 0; count < 20; count += 1) announce();
      await clock.advanceSettled(SECOND);
    }
    expect(asked()).toBeLessThanOrEqual(8);
    await gateway.stop();
  });

  test("by another address at every look, others are told of four an hour", async () => {
    let host = 0;
    const next = (): string => {
      host += 1;
      return `9.9.8.${host % 250}`;
    };
    const { gateway, clock, moved } = keep(
      () => ({ lifetime: 3600, external: next(), epoch: undefined }),
      () => ({ external: next(), epoch: 1 }),
    );
    await gateway.ready;
    for (let minutes = 0; minutes < 59; minutes += 1) await clock.advanceSettled(MINUTE);
    expect(moved).toHaveLength(4);
    for (let minutes = 0; minutes < 61; minutes += 1) await clock.advanceSettled(MINUTE);
    expect(moved.length).toBeGreaterThan(4);
    await gateway.stop();
  });

  test("a lifetime of a century is asked for again within the hour", async () => {
    const { gateway, clock, asked } = keep(
      () => ({ lifetime: 4_294_967_295, external: "9.9.8.2", epoch: undefined }),
      () => ({ external: "9.9.8.2", epoch: 1 }),
    );
    await gateway.ready;
    await clock.advanceSettled(HOUR);
    expect(asked()).toBeGreaterThan(1);
    await gateway.stop();
  });
});
