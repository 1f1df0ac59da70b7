import { expect, test } from "bun:test";
import { networkInterfaces } from "node:os";
import { readConfig } from "../config/read.ts";
import type { Resolver } from "../dns/resolver.ts";
import type { DnsAnswer } from "../net/dns-answer.ts";
import { normalizedAddress } from "../net/ip-address.ts";
import { followPublicAddress } from "./public-address.ts";

/** Of a machine behind a router. */
const NONE = (): readonly string[] => [];
const NOWHERE: Resolver = { query: async () => ({ state: "absent" }) };
const followBy = (resolver: Resolver, ...settings: string[]) =>
  followPublicAddress(readConfig("", [], ["domains=example.com", ...settings]), resolver, () => undefined, NONE);
const follow = (...settings: string[]) => followBy(NOWHERE, ...settings);

test("on the loopback address alone, calls are relayed within this computer", async () => {
  const address = follow("listen.turn=127.0.0.1:3478", "listen.turns=off");
  await address.look();
  expect([address.of(4), address.hostFor(4), address.isLoopback()]).toEqual(["127.0.0.1", "127.0.0.1", true]);
  expect(address.of(6)).toBeUndefined();
  const all = Object.values(networkInterfaces()).flatMap((infos = []) => infos.map((info) => info.address));
  expect(all.map(normalizedAddress).filter((one) => !address.own().includes(one))).toEqual([]);
});

test("a port for others, beside one of the loopback, is none of this computer alone", async () => {
  const address = follow("listen.turn=127.0.0.1:3478", "listen.turns=[::]:5349");
  await address.look();
  expect([address.of(4) === "127.0.0.1", address.isLoopback()]).toEqual([false, false]);
});

test("an address that is not this machine's is its router's: the socket is bound to all of IPv4, and IPv6 needs an own one", async () => {
  const address = follow("listen.turn=[::]:3478", "turn.public_address=5.5.5.5, 2a01:e00::5");
  await address.look();
  expect([address.of(4), address.hostFor(4), address.of(6)]).toEqual(["5.5.5.5", "0.0.0.0", "2a01:e00::5"]);
  expect(address.own()).toContain("5.5.5.5");
  expect(address.isLoopback()).toBe(false);
});

test("where no address is known, this machine does not count as one of the loopback alone", () => {
  expect(follow("listen.turn=[::]:3478").isLoopback()).toBe(false);
});

test("the record of the name is followed; while DNS does not answer, it stays as it was", async () => {
  let answer: DnsAnswer<string> = { state: "unknown", reason: "timeout" };
  const resolver = { query: async () => answer } as unknown as Resolver;
  const address = followBy(resolver, "listen.turn=[::]:3478");
  const seen: (string | undefined)[] = [];
  for (const next of [
    answer,
    { state: "found", values: ["192.168.1.1", "5.5.5.5"] },
    { state: "unknown", reason: "timeout" },
    { state: "found", values: ["5.5.5.6"] },
    { state: "absent" },
  ] satisfies DnsAnswer<string>[]) {
    answer = next;
    await address.look();
    seen.push(address.of(4));
  }
  expect(seen).toEqual([undefined, "5.5.5.5", "5.5.5.5", "5.5.5.6", undefined]);
});

test("this machine's addresses are known at once, whether DNS answers or not", () => {
  const address = followBy({ query: () => new Promise(() => {}) }, "listen.turn=[::]:3478");
  void address.look();
  expect(address.local()).toContain("127.0.0.1");
});

test("the router's word comes before the record; where config.toml differs, the record decides", async () => {
  let router: string | undefined = "5.5.5.5";
  let answer: DnsAnswer<string> = { state: "found", values: ["5.5.5.1"] };
  const resolver = { query: async () => answer } as unknown as Resolver;
  const followWith = (...settings: string[]) =>
    followPublicAddress(readConfig("", [], ["domains=example.com", ...settings]), resolver, () => router, NONE);
  const alone = followWith();
  await alone.look();
  expect([alone.of(4), alone.hostFor(4)]).toEqual(["5.5.5.5", "0.0.0.0"]);
  router = "5.5.5.6";
  await alone.look();
  expect(alone.of(4)).toBe("5.5.5.6");
  const told = followWith("addresses=5.5.5.1");
  await told.look();
  expect(told.of(4)).toBe("5.5.5.1");
  answer = { state: "found", values: ["5.5.5.9", "5.5.5.6"] };
  await told.look();
  expect(told.of(4)).toBe("5.5.5.6");
  answer = { state: "absent" };
  await told.look();
  expect(told.of(4)).toBe("5.5.5.6");
  router = undefined;
  await told.look();
  expect(told.of(4)).toBe("5.5.5.1");
});

test("what the configuration says of calls comes before what the router says", async () => {
  const settings = ["domains=example.com", "turn.public_address=5.5.5.5"];
  const address = followPublicAddress(readConfig("", [], settings), NOWHERE, () => "6.6.6.6");
  await address.look();
  expect(address.of(4)).toBe("5.5.5.5");
});

test("a public address of its own comes before all others, without a question", async () => {
  const settings = ["domains=example.com", "addresses=5.5.5.5"];
  const resolver: Resolver = { query: () => Promise.reject(new Error("asked")) };
  const own = (): readonly string[] => ["7.7.7.7", "2a01:e00::7"];
  const address = followPublicAddress(readConfig("", [], settings), resolver, () => "6.6.6.6", own);
  await address.look();
  expect([address.of(4), address.of(6)]).toEqual(["7.7.7.7", "2a01:e00::7"]);
  expect(address.own()).toContain("5.5.5.5");
});
