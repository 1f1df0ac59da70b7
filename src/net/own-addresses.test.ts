/** The addresses of this machine. */
import { describe, expect, test } from "bun:test";
import { interfacesHere, outgoingAddress, ownAddresses } from "./own-addresses.ts";

describe("the addresses of this machine", () => {
  const info = (address: string, family: "IPv4" | "IPv6") =>
    ({ address, family, netmask: "", mac: "", internal: false, cidr: null, scopeid: 0 }) as const;
  const interfaces = {
    lo: [info("127.0.0.1", "IPv4"), info("::1", "IPv6")],
    eth0: [info("192.168.1.20", "IPv4"), info("2a01:cb00::20", "IPv6"), info("fe80::1", "IPv6")],
    wlan0: [info("2a01:cb00::9f3e:1", "IPv6")],
  };

  test("are those that are neither loopback nor link-local, with their reach", () =>
    expect(ownAddresses(interfaces).map(({ address, reach }) => [address, reach])).toEqual([
      ["192.168.1.20", "private"],
      ["2a01:cb00::20", "public"],
      ["2a01:cb00::9f3e:1", "public"],
    ]));

  test("RFC 8981: temporary ones are marked", () => {
    const flags = [
      "2a01cb00000000000000000000000020 02 40 00 00     eth0",
      "2a01cb00000000000000000009f3e0001 03 40 00 01    broken",
      "2a01cb000000000000000000" + "9f3e0001 03 40 00 01    wlan0",
    ].join("\n");
    const own = ownAddresses(interfaces, flags);
    expect(own.filter(({ isTemporary }) => isTemporary).map(({ interface: name }) => name)).toEqual(["wlan0"]);
  });

  test("outgoingAddress is the one that the system's routes choose", async () =>
    expect(await outgoingAddress("127.0.0.1")).toBe("127.0.0.1"));

  test("outgoingAddress is undefined without a route", async () =>
    expect(await outgoingAddress("255.255.255.255")).toBeUndefined());
});

test("where the system does not tell of interfaces, as in a sandbox, there are none, and nothing fails", () => {
  const refused = (): never => {
    throw new Error("uv_interface_addresses returned Unknown system error 13");
  };
  expect(interfacesHere(refused)).toEqual({});
});
