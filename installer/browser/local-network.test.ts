/** Whose requests are answered, by which names, and where setup listens. */
import { describe, expect, test } from "bun:test";
import type { OwnAddress } from "../../src/net/own-addresses.ts";
import { addressesToListen, addressesToShow, isLocalHost, isLocalPeer } from "./local-network.ts";

test.each([
  ["192.168.1.30", true],
  ["10.0.0.2", true],
  ["172.31.255.1", true],
  ["169.254.3.4", true],
  ["127.0.0.1", true],
  ["fd12:3456::1", true],
  ["fe80::1", true],
  ["::1", true],
  ["81.2.69.160", false],
  ["100.64.0.1", false],
  ["172.32.0.1", false],
  ["2a01:cb00:8a4::12", false],
  ["2001:db8::1", false],
  ["", false],
])("peer %s: of the local network: %p", (address, isLocal) => {
  expect(isLocalPeer(address)).toBe(isLocal);
});

test.each([
  ["192.168.1.20", true],
  ["[fd12::1]", true],
  ["81.2.69.160", true],
  ["localhost", true],
  ["tintin", true],
  ["tintin.lan", true],
  ["jabber-home.local", true],
  ["evil.example", false],
  ["tintin.evil.example", false],
  ["local", false],
  ["192.168.1.20.evil.example", false],
  ["evil.example.local", false],
  ["localhost.evil.example", false],
  ["", false],
])("Host %s: leads nowhere else: %p", (host, isLocal) => {
  expect(isLocalHost(host, "Tintin.lan")).toBe(isLocal);
});

test("a machine without a name is not called by an empty one", () => {
  expect(isLocalHost("", "")).toBe(false);
});

describe("the addresses of a machine", () => {
  const address = (text: string, reach: OwnAddress["reach"], name = "eth0"): OwnAddress => ({
    ...{ address: text, reach, isTemporary: false, family: text.includes(":") ? 6 : 4 },
    interface: name,
  });
  const own = [
    address("81.2.69.160", "public"),
    address("2a01:cb00:8a4::12", "public"),
    address("fd12::1", "private"),
    address("172.17.0.1", "private", "docker0"),
    address("192.168.1.20", "private"),
    address("10.8.0.1", "private", "wg0"),
  ];

  test("it listens at those of IPv4 and at private ones of IPv6, not at public ones of IPv6", () => {
    expect(addressesToListen(own)).toEqual(["0.0.0.0", "::1", "fd12::1"]);
  });

  test("people are told private ones of IPv4, that of the way out first, and none of a container", () => {
    expect(addressesToShow(own, "10.8.0.1")).toEqual(["10.8.0.1", "192.168.1.20"]);
    expect(addressesToShow(own, "81.2.69.160")).toEqual(["192.168.1.20", "10.8.0.1"]);
    expect(addressesToShow(own.slice(0, 2), "81.2.69.160")).toEqual([]);
  });
});
