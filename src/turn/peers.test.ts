/** RFC 8656 §5.2, §21.1: peers that nothing is relayed to. */
import { describe, expect, test } from "bun:test";
import { isPeerAllowed } from "./peers.ts";

const own = () => ["192.168.1.2", "127.0.0.1", "5.5.5.5", "2a01:e00::1"];
const rules = { own, isPrivateAllowed: false, isLoopback: () => false };

const NEVER = {
  loopback: ["127.0.0.1", "127.255.0.3", "::1"],
  private: ["10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.178.1"],
  "link-local": ["169.254.169.254", "fe80::1"],
  "unique local": ["fc00::1", "fd12:3456::1"],
  "of a provider's NAT": ["100.64.0.1", "100.127.255.255"],
  multicast: ["224.0.0.1", "239.255.255.250", "ff02::1", "ff0e::1"],
  broadcast: ["255.255.255.255"],
  unspecified: ["0.0.0.0", "0.1.2.3", "::"],
  documentation: ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1"],
  reserved: ["240.0.0.1", "198.18.0.1", "192.0.0.8", "4000::1"],
  "IPv4-mapped": ["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:0", "0:0:0:0:0:ffff:7f00:1"],
  "IPv4-compatible": ["::127.0.0.1", "::8.8.8.8"],
  NAT64: ["64:ff9b::7f00:1", "64:ff9b::192.168.1.1", "64:ff9b:1::1"],
  "6to4": ["2002:7f00:1::1", "2002:c0a8:101::1", "2002:808:808::1"],
  Teredo: ["2001::1", "2001:0:5ef5:79fb::1"],
  "of this machine": ["5.5.5.5", "::ffff:5.5.5.5", "64:ff9b::5.5.5.5", "2a01:e00::1"],
  "a neighbour of this machine": ["2a01:e00::2"],
};

describe.each(Object.entries(NEVER))("%s", (_, addresses) => {
  test.each(addresses)("%s is refused", (address) => {
    expect(isPeerAllowed(address, rules)).toBe(false);
  });
});

test.each(["8.8.8.8", "2606:4700::1", "::ffff:8.8.8.8"])("%s, which is public, is allowed", (address) => {
  expect(isPeerAllowed(address, rules)).toBe(true);
});

describe("with calls inside the house", () => {
  const house = { ...rules, isPrivateAllowed: true };
  test.each(["192.168.1.7", "10.0.0.1", "fd00::7", "2a01:e00::2"])("%s is allowed", (address) => {
    expect(isPeerAllowed(address, house)).toBe(true);
  });
  test.each([
    ...["127.0.0.1", "::1", "::ffff:127.0.0.1", "192.168.1.2", "5.5.5.5", "2a01:e00::1", "0.0.0.0"],
    ...["255.255.255.255", "224.0.0.1", "ff02::1", "2002:7f00:1::1"],
  ])("%s is not", (address) => {
    expect(isPeerAllowed(address, house)).toBe(false);
  });
  test("the loopback is allowed where nobody else is relayed for", () => {
    expect(isPeerAllowed("127.0.0.1", { ...house, isLoopback: () => true })).toBe(true);
    expect(isPeerAllowed("127.0.0.1", { ...rules, isLoopback: () => true })).toBe(false);
  });
});
