/** A changing address, watched and written. */
import { expect, test } from "bun:test";
import { DAY, MINUTE } from "../../src/clock.ts";
import { DnsApiError, type DnsApiReason, type RecordSet } from "../../src/dns/providers/api.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import { watchAddresses } from "../../src/dns/update/address-watch.ts";
import type { DnsAnswer } from "../../src/net/dns-answer.ts";
import { manualClock } from "../support/in-memory/manual-clock.ts";

const HOST = "tintin.example.com";
const START = Date.UTC(2026, 10, 30);

function open() {
  const clock = manualClock(START);
  const world = {
    known: [] as readonly string[],
    four: "192.0.2.1" as string | undefined,
    isReachable: true,
    zone: new Map<string, readonly string[]>(),
    refusal: undefined as DnsApiReason | undefined,
  };
  const written: RecordSet[] = [];
  const attempts: number[] = [];
  const backs: (readonly [number, number])[] = [];
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
      write: async (sets) => {
        attempts.push(clock.now() - START);
        if (world.refusal !== undefined) throw new DnsApiError("desec", world.refusal);
        written.push(...sets);
        for (const { type, values } of sets) world.zone.set(type, values);
      },
    },
    dns: { query } as unknown as Resolver,
    clock,
    log: { info() {}, warn() {} },
    isBack: (since, until) => backs.push([since - START, until - START]),
  });
  return { clock, world, watch, written, attempts, backs };
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

test("it looks every five minutes by itself, until it is stopped", async () => {
  const { clock, world, watch, attempts } = open();
  await clock.advanceSettled(1);
  world.four = "192.0.2.2";
  await clock.advanceSettled(5 * MINUTE);
  expect(attempts).toEqual([0, 5 * MINUTE]);
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

test("after a quarter of an hour without the Internet, it tells from when to when; after less, nothing", async () => {
  const { clock, world, watch, backs } = open();
  await clock.advanceSettled(1);
  for (const minutes of [5, 30]) {
    world.isReachable = false;
    await clock.advanceSettled(minutes * MINUTE);
    world.isReachable = true;
    await clock.advanceSettled(5 * MINUTE);
  }
  expect(backs).toEqual([[10 * MINUTE, 45 * MINUTE]]);
  watch.stop();
});
