/** A changing address, watched and written. */
import { describe, expect, test } from "bun:test";
import { DAY, HOUR, MINUTE } from "../../src/clock.ts";
import { type Look, memoryOf, remember } from "../../src/dns/addresses/address-plan.ts";
import { watchAddresses } from "../../src/dns/addresses/address-watch.ts";
import { DnsApiError, type DnsApiReason } from "../../src/dns/providers/api.ts";
import type { RecordSet } from "../../src/dns/record-set.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import type { DnsAnswer } from "../../src/net/dns-answer.ts";
import { manualClock } from "../support/in-memory/manual-clock.ts";

const HOST = "tintin.example.com";
const START = Date.UTC(2026, 10, 30);

function open({ canRemove = true, kept = {} as unknown } = {}) {
  const clock = manualClock(START);
  const world = {
    known: [] as readonly string[],
    four: "192.0.2.1" as string | undefined,
    isReachable: true,
    zone: new Map<string, readonly string[]>(),
    refusal: undefined as DnsApiReason | undefined,
    ways: { A: true, AAAA: true },
    canRemove,
    isZoneSlow: false,
    kept: kept as unknown,
  };
  const written: RecordSet[] = [];
  const attempts: number[] = [];
  const events: string[] = [];
  const query = async (type: string): Promise<DnsAnswer<string>> => {
    if (!world.isReachable) return { state: "unknown", reason: "timeout" };
    const values = world.zone.get(type);
    return values === undefined ? { state: "absent" } : { state: "found", values };
  };
  const watch = watchAddresses({
    host: HOST,
    addresses: async () => [...(world.isReachable && world.four !== undefined ? [world.four] : []), ...world.known],
    records: {
      provider: "desec",
      canWrite: () => true,
      canRemoveAddresses: world.canRemove,
      hasOneText: false,
      write: async (sets) => {
        attempts.push(clock.now() - START);
        if (world.refusal !== undefined) throw new DnsApiError("desec", world.refusal);
        written.push(...sets);
        if (!world.isZoneSlow)
          for (const { type, values } of sets)
            if (values.length === 0) world.zone.delete(type);
            else world.zone.set(type, values);
      },
    },
    dns: { query } as unknown as Resolver,
    clock,
    interfaces: () => world.known,
    hasWay: async () => world.ways,
    memory: {
      read: () => world.kept,
      write: (memory) => {
        world.kept = memory;
      },
    },
    log: {
      info: ({ event }: { event?: string }) => void events.push(event ?? ""),
      warn: ({ event }: { event?: string }) => void events.push(event ?? ""),
    },
  });
  return { clock, world, watch, written, attempts, events };
}

test("an address that has changed is written once, for five minutes, and one that is right is not", async () => {
  const { world, watch, written } = open();
  world.zone.set("A", ["192.0.2.1"]);
  await watch.look();
  expect(written).toEqual([]);
  world.four = "192.0.2.2";
  for (let looks = 0; looks < 2; looks += 1) await watch.look();
  expect(written).toEqual([{ name: HOST, type: "A", ttl: 300, values: ["192.0.2.2"] }]);
  watch.stop();
});

test("one of several IPv6 addresses is enough; what is of another machine is replaced", async () => {
  const { world, watch, written } = open();
  world.known = ["2001:db8::1", "2001:db8::2"];
  world.zone.set("A", ["192.0.2.1"]).set("AAAA", ["2001:db8::2"]);
  await watch.look();
  expect(written).toEqual([]);
  world.zone.set("AAAA", ["2001:db8::2", "2001:db8:1::9"]);
  await watch.look();
  expect(written.map(({ type, values }) => [type, values])).toEqual([["AAAA", ["2001:db8::1", "2001:db8::2"]]]);
  watch.stop();
});

test("where nothing is known, or DNS does not answer, nothing is touched", async () => {
  const { world, watch, attempts } = open();
  world.four = undefined;
  world.zone.set("A", ["192.0.2.9"]).set("AAAA", ["2001:db8::9"]);
  await watch.look();
  world.four = "192.0.2.1";
  world.known = ["2001:db8::1"];
  world.isReachable = false;
  await watch.look();
  expect(attempts).toEqual([]);
  watch.stop();
});

test("it looks every five minutes by itself, a minute after it has written, until it is stopped", async () => {
  const { clock, world, watch, attempts } = open();
  await clock.advanceSettled(2 * MINUTE);
  world.four = "192.0.2.2";
  await clock.advanceSettled(4 * MINUTE);
  expect(attempts).toEqual([0, 6 * MINUTE]);
  watch.stop();
  world.four = "192.0.2.3";
  await clock.advanceSettled(DAY);
  expect(attempts.length).toBe(2);
});

test("after failures it waits longer each time; where the token is refused, a day", async () => {
  const { clock, world, watch, attempts } = open();
  world.refusal = "unreachable";
  for (let minute = 0; minute <= 40; minute += 5) {
    await watch.look();
    clock.advance(0);
    await clock.advanceSettled(5 * MINUTE);
  }
  const pauses = [...new Set(attempts)].map((at) => at / MINUTE);
  expect(pauses.slice(0, 4)).toEqual([0, 5, 15, 35]);
  watch.stop();
  const refused = open();
  refused.world.refusal = "credentials";
  await refused.watch.look();
  for (let hour = 0; hour < 23; hour += 1) {
    refused.clock.advance(60 * MINUTE);
    await refused.watch.look();
  }
  expect(refused.attempts).toEqual([0]);
  refused.watch.stop();
});

test("the zone is looked at afterwards: that the name servers have it is told, and what they have not is not written again for an hour", async () => {
  const { clock, world, watch, attempts, events } = open();
  await clock.advanceSettled(1);
  expect(events).toEqual(["address-written"]);
  await clock.advanceSettled(MINUTE);
  expect(events).toEqual(["address-written", "address-seen"]);
  world.four = "192.0.2.2";
  world.isZoneSlow = true;
  await clock.advanceSettled(5 * MINUTE);
  await clock.advanceSettled(50 * MINUTE);
  expect(events.slice(2)).toEqual(["address-written", "address-not-seen"]);
  await clock.advanceSettled(15 * MINUTE);
  expect(attempts.map((at) => Math.round(at / MINUTE))).toEqual([0, 6, 67]);
  watch.stop();
});

test("an interface with another address is noticed before the next look, once it has settled", async () => {
  const { clock, world, watch, attempts } = open();
  await clock.advanceSettled(2 * MINUTE);
  world.known = ["2001:db8::1"];
  await clock.advanceSettled(45_000);
  world.known = ["2001:db8::1", "2001:db8::2"];
  await clock.advanceSettled(MINUTE);
  expect(attempts.map((at) => Math.round(at / 30_000) / 2)).toEqual([0, 3.5]);
  watch.stop();
});

test("a name that is nobody's is not asked for again before a day, a service out of order not before half an hour", async () => {
  for (const [refusal, minutes] of [
    ["no-zone", 24 * 60],
    ["out-of-order", 30],
  ] as const) {
    const { clock, world, watch, attempts } = open();
    world.refusal = refusal;
    await clock.advanceSettled(DAY + 2 * MINUTE);
    expect((attempts[1] ?? 0) / MINUTE).toBe(minutes);
    watch.stop();
  }
});

describe("a family of addresses that is gone for good", () => {
  const SIX = "2001:db8::1";
  /** IPv6 was there, and is not any more. */
  const gone = async (options?: Parameters<typeof open>[0]) => {
    const opened = open(options);
    opened.world.known = [SIX];
    await opened.clock.advanceSettled(10 * MINUTE);
    opened.world.known = [];
    opened.world.ways = { A: true, AAAA: false };
    return opened;
  };

  test("is removed after six hours, and not before", async () => {
    const { clock, world, watch, written, events } = await gone();
    await clock.advanceSettled(6 * HOUR - 5 * MINUTE);
    expect(world.zone.get("AAAA")).toEqual([SIX]);
    await clock.advanceSettled(20 * MINUTE);
    expect(world.zone.get("AAAA")).toBeUndefined();
    expect(written.at(-1)).toEqual({ name: HOST, type: "AAAA", ttl: 300, values: [] });
    expect(events.slice(-2)).toEqual(["address-removed", "address-seen"]);
    watch.stop();
  });

  test("stays where there is still a way by it, and where the other one is not published", async () => {
    for (const change of [
      { ways: { A: true, AAAA: true } },
      { ways: { A: false, AAAA: false } },
      { four: undefined },
    ]) {
      const { clock, world, watch } = await gone();
      Object.assign(world, change);
      await clock.advanceSettled(DAY);
      expect(world.zone.get("AAAA")).toEqual([SIX]);
      watch.stop();
    }
  });

  test("stays where this machine never had it: somebody else has written it", async () => {
    const { clock, world, watch } = open();
    world.zone.set("AAAA", [SIX]);
    world.ways = { A: true, AAAA: false };
    await clock.advanceSettled(DAY);
    expect(world.zone.get("AAAA")).toEqual([SIX]);
    watch.stop();
  });

  test("stays where the provider cannot remove it", async () => {
    const { clock, world, watch } = await gone({ canRemove: false });
    await clock.advanceSettled(DAY);
    expect(world.zone.get("AAAA")).toEqual([SIX]);
    watch.stop();
  });

  test("is counted on over a restart, but not by a clock that leaps", async () => {
    const first = await gone();
    await first.clock.advanceSettled(5 * HOUR + 30 * MINUTE);
    first.watch.stop();
    const { clock, world, watch } = open({ kept: first.world.kept });
    world.zone.set("A", ["192.0.2.1"]).set("AAAA", [SIX]);
    world.ways = { A: true, AAAA: false };
    await clock.advanceSettled(1);
    clock.advance(0);
    expect(world.zone.get("AAAA")).toEqual([SIX]);
    await clock.advanceSettled(HOUR);
    expect(world.zone.get("AAAA")).toBeUndefined();
    watch.stop();
    const memory = { A: { isKnown: true, goneFor: 0 }, AAAA: { isKnown: true, goneFor: HOUR } };
    const look: Look = {
      host: HOST,
      ours: { A: ["192.0.2.1"], AAAA: [] },
      answers: { A: { state: "found", values: ["192.0.2.1"] }, AAAA: { state: "found", values: [SIX] } },
      hasWay: { A: true, AAAA: false },
      elapsed: 30 * 365 * DAY,
    };
    expect(remember(memory, look).AAAA.goneFor).toBe(HOUR + 10 * MINUTE);
  });

  test("what is kept is read with suspicion", () => {
    const nothing = { isKnown: false, goneFor: 0 };
    for (const stored of [undefined, null, 5, "x", [], { A: 1 }, { AAAA: { isKnown: 1, goneFor: -1 } }])
      expect(memoryOf(stored)).toEqual({ A: nothing, AAAA: nothing });
  });
});
