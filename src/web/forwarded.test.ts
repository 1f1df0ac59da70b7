/** Whom a proxy asks for: what the client itself has said is not believed. */
import { expect, test } from "bun:test";
import { networksOf } from "../net/networks.ts";
import { cameWithoutTls, forwardedFor } from "./forwarded.ts";

const trusted = networksOf(["127.0.0.1", "10.0.0.0/8"]);

test.each([
  [null, "127.0.0.1", "127.0.0.1"],
  ["192.0.2.7", "127.0.0.1", "192.0.2.7"],
  ["192.0.2.7", "198.51.100.1", "198.51.100.1"],
  ["203.0.113.9, 192.0.2.7", "127.0.0.1", "192.0.2.7"],
  ["192.0.2.7, 10.1.2.3", "127.0.0.1", "192.0.2.7"],
  ["192.0.2.7:4711", "127.0.0.1", "192.0.2.7"],
  ["[2001:db8::7]:4711", "127.0.0.1", "2001:db8::7"],
  ["2001:db8::7", "127.0.0.1", "2001:db8::7"],
  ["::ffff:192.0.2.7", "127.0.0.1", "192.0.2.7"],
  ["unknown", "127.0.0.1", "127.0.0.1"],
  ["192.0.2.7, nonsense, 10.1.2.3", "127.0.0.1", "10.1.2.3"],
  ["", "127.0.0.1", "127.0.0.1"],
])("X-Forwarded-For: %s from %s is %s", (field, peer, client) => {
  expect(forwardedFor(field, peer, trusted)).toBe(client);
});

test("no more than sixteen are followed", () => {
  const field = ["192.0.2.7", ...Array.from({ length: 16 }, () => "10.0.0.1")].join(", ");
  expect(forwardedFor(field, "127.0.0.1", trusted)).toBe("10.0.0.1");
});

test.each([
  [{}, false],
  [{ "x-forwarded-proto": "https" }, false],
  [{ "x-forwarded-proto": "http" }, true],
  [{ "X-Forwarded-Proto": " HTTP " }, true],
] as const)("with %p the client came without TLS: %p", (headers, expected) => {
  expect(cameWithoutTls(new Request("http://localhost/", { headers }))).toBe(expected);
});
