import { describe, expect, test } from "bun:test";
import type { Resolver } from "../dns/resolver.ts";
import type { DnsAnswer } from "../net/dns-answer.ts";
import { namesToOrder, publicAddresses, resolveDestination } from "./names.ts";

/** A and AAAA records by name; "broken" for a name whose servers do not answer. */
const dnsOf = (zone: Readonly<Record<string, readonly string[] | "broken">>): Resolver => {
  const ask = async (type: string, name: string): Promise<DnsAnswer<string>> => {
    const found = zone[name] ?? [];
    if (found === "broken") return { state: "unknown", reason: "server-failure" };
    const values = found.filter((address) => address.includes(":") === (type === "AAAA"));
    return values.length > 0 ? { state: "found", values } : { state: "absent" };
  };
  return { query: ask as Resolver["query"] };
};

const OWN = ["192.0.2.12", "2001:db8:0:0::12"];
const dns = dnsOf({
  "tintin.example.com": ["192.0.2.12", "2001:db8::12"],
  "example.com": ["198.51.100.7"],
  "half.example.com": ["192.0.2.12", "2001:db8::80"],
  "broken.example.com": "broken",
});

describe("what a name resolves to", () => {
  test.each([
    ["tintin.example.com", { kind: "here", addresses: ["192.0.2.12", "2001:db8::12"] }],
    ["example.com", { kind: "elsewhere", addresses: ["198.51.100.7"], foreign: ["198.51.100.7"] }],
    ["half.example.com", { kind: "elsewhere", foreign: ["2001:db8::80"] }],
    ["gone.example.com", { kind: "nowhere" }],
    ["broken.example.com", { kind: "unknown", reason: "server-failure" }],
  ] as const)("%s", async (name, destination) => {
    expect(await resolveDestination(name, OWN, dns)).toMatchObject(destination);
  });
});

describe("the names of a certificate", () => {
  const optional = ["tintin.example.com", "rooms.example.com", "broken.example.com", "example.com"];

  test("the domains, and of the others those that resolve to this machine", async () => {
    const names = await namesToOrder(
      { required: ["example.com"], optional },
      { publicAddresses: OWN, current: [], dns },
    );
    expect(names).toEqual(["example.com", "tintin.example.com"]);
  });

  test("a name that the certificate has is not dropped because its name servers do not answer", async () => {
    const current = ["example.com", "broken.example.com", "rooms.example.com"];
    const names = await namesToOrder({ required: ["example.com"], optional }, { publicAddresses: OWN, current, dns });
    expect(names).toEqual(["example.com", "tintin.example.com", "broken.example.com"]);
  });
});

test("certain addresses are known even where the machine's name leads elsewhere; what it resolves to is likely", () => {
  expect(publicAddresses(["192.0.2.12"], ["198.51.100.7"])).toEqual({
    known: ["192.0.2.12"],
    likely: ["192.0.2.12", "198.51.100.7"],
  });
});

test("of a family without a certain address, what the machine's name resolves to is known", () => {
  expect(publicAddresses([], ["192.0.2.12"]).known).toEqual(["192.0.2.12"]);
  expect(publicAddresses(["2001:db8::12"], ["192.0.2.12", "2001:db8::9"]).known).toEqual([
    "2001:db8::12",
    "192.0.2.12",
  ]);
});
