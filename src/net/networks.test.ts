/** Sets of addresses and networks. */
import { expect, test } from "bun:test";
import { networksOf } from "./networks.ts";

test("addresses and networks of both versions", () => {
  const networks = networksOf(["127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8"]);
  const inside = ["127.0.0.1", "10.200.1.2", "::1", "fd12::1"];
  const outside = ["127.0.0.2", "11.0.0.1", "::2", "fe80::1", ""];
  expect(inside.filter((address) => !networks.has(address))).toEqual([]);
  expect(outside.filter((address) => networks.has(address))).toEqual([]);
});

test.each(["", "10.0.0.0/33", "::/129", "10.0.0.0/x", "10.0.0.0/8/8", "example.com", "10.0.0.0/"])(
  "%p is neither",
  (text) => expect(() => networksOf([text])).toThrow(RangeError),
);
