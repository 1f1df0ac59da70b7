/** IP addresses: their canonical form, reach and network. */
import { describe, expect, test } from "bun:test";
import {
  canonicalAddress,
  isPublicTarget,
  networkOf,
  normalizedAddress,
  type Reach,
  reachOf,
  whyUnreachable,
} from "./ip-address.ts";

describe("RFC 6890: the reach of an address", () => {
  const reaches: readonly [string, Reach][] = [
    ["8.8.8.8", "public"],
    ["2a00:1450:4007::1", "public"],
    ["10.0.0.1", "private"],
    ["172.31.255.255", "private"],
    ["172.32.0.1", "public"],
    ["192.168.1.20", "private"],
    ["fd12:3456::1", "private"],
    ["100.64.0.1", "shared"],
    ["100.127.255.254", "shared"],
    ["100.128.0.1", "public"],
    ["169.254.1.1", "link-local"],
    ["fe80::1", "link-local"],
    ["127.0.0.53", "loopback"],
    ["::1", "loopback"],
    ["0.0.0.0", "reserved"],
    ["224.0.0.1", "reserved"],
    ["255.255.255.255", "reserved"],
    ["192.0.2.1", "reserved"],
    ["::", "reserved"],
    ["ff02::1", "reserved"],
    ["2001:db8::1", "reserved"],
    ["64:ff9b::1", "reserved"],
    ["::ffff:192.168.1.1", "private"],
    ["::ffff:8.8.8.8", "public"],
  ];
  test.each(reaches)("%s is %s", (address, reach) => expect(reachOf(address)).toBe(reach));
  test("anything but an address is refused", () => expect(() => reachOf("example.com")).toThrow(RangeError));
});

test.each([
  ["9.9.9.9", undefined],
  ["192.168.1.20", "private"],
  ["100.64.3.4", "shared"],
  ["169.254.1.1", "link-local"],
  ["::1", "loopback"],
  ["192.0.2.12", "documentation"],
  ["2001:db8::12", "documentation"],
  ["239.1.2.3", "multicast"],
  ["ff02::1", "multicast"],
  ["0.0.0.0", "unspecified"],
  ["::", "unspecified"],
  ["2002:c000:204::1", "tunnel"],
  ["2001:0:53aa:64c::1", "tunnel"],
  ["64:ff9b::808:808", "tunnel"],
  ["198.18.0.1", "reserved"],
  ["255.255.255.255", "reserved"],
] as const)("why nobody reaches %s: %s", (address, why) => expect(whyUnreachable(address)).toBe(why));

test("RFC 5952: the canonical form of an address", () => {
  expect(canonicalAddress("2001:0DB8:0:0:0:0:0:1")).toBe("2001:db8::1");
  expect(canonicalAddress("::ffff:192.0.2.128")).toBe("192.0.2.128");
  expect(canonicalAddress("192.0.2.1")).toBe("192.0.2.1");
  for (const text of ["", "192.0.2", "192.0.2.256", "fe80::1%eth0", "::1]", "example.com", "01.2.3.4"])
    expect(canonicalAddress(text)).toBeUndefined();
});

test.each([
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["::FFFF:192.0.2.1", "192.0.2.1"],
  ["192.0.2.1", "192.0.2.1"],
  ["2001:DB8::1", "2001:db8::1"],
  ["fe80::1%eth0", "fe80::1"],
  ["::1", "::1"],
  ["0:0:0:0:0:0:0:1", "::1"],
])("the remote address %s is shown as %s", (address, seen) => expect(normalizedAddress(address)).toBe(seen));

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["2001:0db8:0::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["::", "0:0:0:0::/64"],
])("%s counts as %s", (address, network) => expect(networkOf(address)).toBe(network));

describe("connections to addresses that somebody else has named", () => {
  const OWN = ["127.0.0.1", "::1", "192.168.1.20", "203.0.113.7", "2a01:e0a:1:2:aaaa::1", "fe80::1%eth0"];

  test.each([
    ["loopback", ["127.0.0.1", "127.55.5.5", "::1", "0:0:0:0:0:0:0:1"]],
    ["private", ["10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd12:3456::1"]],
    ["of the provider's NAT", ["100.64.0.1", "100.127.255.255"]],
    ["link-local, the clouds' metadata among them", ["169.254.169.254", "fe80::1", "fe80::1%eth0", "febf::1"]],
    ["site-local", ["fec0::1"]],
    ["unspecified", ["0.0.0.0", "0.1.2.3", "::"]],
    ["multicast and broadcast", ["224.0.0.251", "239.1.1.1", "255.255.255.255", "ff02::fb"]],
    [
      "for protocols, documentation and measuring",
      ["192.0.0.8", "192.0.2.1", "198.18.0.1", "240.0.0.1", "2001:db8::1"],
    ],
    ["IPv4 in IPv6", ["::ffff:127.0.0.1", "::ffff:a00:1", "::FFFF:192.168.1.1", "::127.0.0.1", "::ffff:0:7f00:1"]],
    ["6to4", ["2002:7f00:1::", "2002:c0a8:101::1", "2002:808:808::1"]],
    ["Teredo", ["2001:0:7f00:1::", "2001::1"]],
    ["NAT64 of what is not public", ["64:ff9b::7f00:1", "64:ff9b::192.168.1.1", "64:ff9b::1", "64:ff9b:1::808:808"]],
    ["this machine's own", ["203.0.113.7", "2a01:e0a:1:2:aaaa::1"]],
    ["its neighbours', whom the router guards", ["2a01:e0a:1:2::99", "2A01:0E0A:0001:0002::1"]],
    ["none at all", ["", "localhost", "127.1", "2130706433", "0x7f.1", "1.2.3.4.5"]],
  ])("no connection to %s", (_, addresses) => {
    for (const address of addresses) expect([address, isPublicTarget(address, OWN)]).toEqual([address, false]);
  });

  test.each([
    ["IPv4", ["8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "203.0.112.1"]],
    ["IPv6", ["2a00:1450:4007::1", "2606:4700::1111", "2a01:e0a:1:3::1", "2001:200::1"]],
    ["IPv4 in IPv6", ["::ffff:8.8.8.8"]],
    ["NAT64 of what is public", ["64:ff9b::808:808", "64:ff9b::8.8.8.8"]],
  ])("a connection to the Internet: %s", (_, addresses) => {
    for (const address of addresses) expect([address, isPublicTarget(address, OWN)]).toEqual([address, true]);
  });

  test("a public address of this machine is no public target", () => {
    expect(isPublicTarget("9.9.9.9", ["9.9.9.9"])).toBe(false);
    expect(isPublicTarget("64:ff9b::909:909", ["9.9.9.9"])).toBe(false);
    expect(isPublicTarget("9.9.9.10", ["9.9.9.9"])).toBe(true);
  });
});
