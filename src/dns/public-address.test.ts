import { describe, expect, test } from "bun:test";
import { canonicalAddress, type Reach, reachOf } from "../net/ip-address.ts";
import { outgoingAddress, ownAddresses } from "../net/own-addresses.ts";
import { type EchoDeps, publicIPv4 } from "./public-address.ts";

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
  test("what is no address is refused", () => expect(() => reachOf("example.com")).toThrow(RangeError));
});

test("RFC 5952: one spelling of an address", () => {
  expect(canonicalAddress("2001:0DB8:0:0:0:0:0:1")).toBe("2001:db8::1");
  expect(canonicalAddress("::ffff:192.0.2.128")).toBe("192.0.2.128");
  expect(canonicalAddress("192.0.2.1")).toBe("192.0.2.1");
  for (const text of ["", "192.0.2", "192.0.2.256", "fe80::1%eth0", "::1]", "example.com", "01.2.3.4"])
    expect(canonicalAddress(text)).toBeUndefined();
});

describe("this machine's own addresses", () => {
  const info = (address: string, family: "IPv4" | "IPv6") =>
    ({ address, family, netmask: "", mac: "", internal: false, cidr: null, scopeid: 0 }) as const;
  const interfaces = {
    lo: [info("127.0.0.1", "IPv4"), info("::1", "IPv6")],
    eth0: [info("192.168.1.20", "IPv4"), info("2a01:cb00::20", "IPv6"), info("fe80::1", "IPv6")],
    wlan0: [info("2a01:cb00::9f3e:1", "IPv6")],
  };

  test("leave out loopback and link-local, and tell their reach", () =>
    expect(ownAddresses(interfaces).map(({ address, reach }) => [address, reach])).toEqual([
      ["192.168.1.20", "private"],
      ["2a01:cb00::20", "public"],
      ["2a01:cb00::9f3e:1", "public"],
    ]));

  test("RFC 8981: the temporary ones are told from the lasting ones", () => {
    const flags = [
      "2a01cb00000000000000000000000020 02 40 00 00     eth0",
      "2a01cb00000000000000000009f3e0001 03 40 00 01    broken",
      "2a01cb000000000000000000" + "9f3e0001 03 40 00 01    wlan0",
    ].join("\n");
    const own = ownAddresses(interfaces, flags);
    expect(own.filter(({ isTemporary }) => isTemporary).map(({ interface: name }) => name)).toEqual(["wlan0"]);
  });

  test("the system's routes choose the one that reaches out", async () =>
    expect(await outgoingAddress("127.0.0.1")).toBe("127.0.0.1"));

  test("nothing reaches where the system lets nobody go", async () =>
    expect(await outgoingAddress("255.255.255.255")).toBeUndefined());
});

describe("the public IPv4 address, by the services that the caller names", () => {
  const means = (
    bodies: Readonly<Record<string, string | undefined>>,
    names: Readonly<Record<string, string>> = {},
  ) => {
    const asked: string[] = [];
    const made: EchoDeps = {
      timeoutMs: 1000,
      fetch: async (url) => {
        asked.push(url);
        const body = bodies[url];
        if (body === undefined) throw new TypeError("connection refused");
        return new Response(body);
      },
      open: (servers) => ({
        query: async (type, name) => {
          asked.push(`${type} ${name} ${servers.join()}`);
          const value = names[name];
          return value === undefined ? { state: "absent" } : { state: "found", values: [value as never] };
        },
      }),
    };
    return { made, asked };
  };

  test("nobody is asked where none is named", async () => {
    const { made, asked } = means({});
    expect(await publicIPv4([], made)).toEqual({ address: undefined, failures: [] });
    expect(asked).toEqual([]);
  });

  test("the next is asked where one fails, and none after one that told", async () => {
    const { made, asked } = means({ "https://b/": " 8.8.4.4\n", "https://c/": "8.8.8.8" });
    const answer = await publicIPv4([{ url: "https://a/" }, { url: "https://b/" }, { url: "https://c/" }], made);
    expect(answer).toEqual({
      address: "8.8.4.4",
      failures: [{ service: { url: "https://a/" }, reason: "unreachable" }],
    });
    expect(asked).toEqual(["https://a/", "https://b/"]);
  });

  test("a DNS server can tell it", async () => {
    const { made, asked } = means({}, { "myip.example": "8.8.8.8" });
    const service = { name: "myip.example", type: "A", server: "192.0.2.53" } as const;
    expect((await publicIPv4([service], made)).address).toBe("8.8.8.8");
    expect(asked).toEqual(["A myip.example 192.0.2.53"]);
  });

  test.each(["<html>login</html>", "192.168.1.1", "100.64.0.9", "2a00::1", "8.8.8.8 8.8.8.8", "", "8".repeat(1e6)])(
    "an answer that is no public IPv4 address is not believed (%#)",
    async (body) =>
      expect((await publicIPv4([{ url: "https://a/" }], means({ "https://a/": body }).made)).failures).toEqual([
        { service: { url: "https://a/" }, reason: "not-a-public-address" },
      ]),
  );
});
