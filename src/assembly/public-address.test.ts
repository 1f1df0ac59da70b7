import { expect, test } from "bun:test";
import { readConfig } from "../config/read.ts";
import type { Resolver } from "../dns/resolver.ts";
import { followPublicAddress } from "./public-address.ts";

const NOWHERE: Resolver = { query: async () => ({ state: "absent" }) };
const follow = (...settings: string[]) =>
  followPublicAddress(readConfig("", [], ["domains=example.com", ...settings]), NOWHERE);

test("on the loopback address alone, calls are relayed within this computer", async () => {
  const address = follow("listen.turn=127.0.0.1:3478");
  await address.look();
  expect([address.of(4), address.hostFor(4), address.isLoopback()]).toEqual(["127.0.0.1", "127.0.0.1", true]);
  expect(address.of(6)).toBeUndefined();
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
