import { describe, expect, test } from "bun:test";
import type { Answer, Resolver } from "../net/resolver.ts";
import { namesToOrder, redirectsHere, resolveDestination, validationMethods } from "./names.ts";

/** A and AAAA records by name; "broken" for a name whose servers do not answer. */
const dnsOf = (zone: Readonly<Record<string, readonly string[] | "broken">>): Resolver => {
  const ask = async (type: string, name: string): Promise<Answer<string>> => {
    const found = zone[name] ?? [];
    if (found === "broken") return { state: "unknown", reason: "server-failure" };
    const values = found.filter((address) => address.includes(":") === (type === "AAAA"));
    return values.length > 0 ? { state: "found", values } : { state: "absent" };
  };
  return { ask: ask as Resolver["ask"] };
};

const publicAddresses = ["192.0.2.12", "2001:db8:0:0::12"];
const dns = dnsOf({
  "tintin.example.com": ["192.0.2.12", "2001:db8::12"],
  "example.com": ["198.51.100.7"],
  "half.example.com": ["192.0.2.12", "2001:db8::80"],
  "broken.example.com": "broken",
});

describe("where a name leads", () => {
  test.each([
    ["tintin.example.com", { kind: "here", addresses: ["192.0.2.12", "2001:db8::12"] }],
    ["example.com", { kind: "elsewhere", addresses: ["198.51.100.7"], strays: ["198.51.100.7"] }],
    ["half.example.com", { kind: "elsewhere", strays: ["2001:db8::80"] }],
    ["gone.example.com", { kind: "nowhere" }],
    ["broken.example.com", { kind: "unknown", reason: "server-failure" }],
  ] as const)("%s", async (name, destination) => {
    expect(await resolveDestination(name, publicAddresses, dns)).toMatchObject(destination);
  });

  test("a domain whose web site is elsewhere is proven by DNS, by a redirect to this machine, or not used", async () => {
    const destination = await resolveDestination("example.com", publicAddresses, dns);
    expect(validationMethods("example.com", "tintin.example.com", destination)).toEqual([
      "dns-01",
      "dns-persist-01",
      "redirect",
      "subdomain",
    ]);
    expect(validationMethods("example.com", "example.com", destination)).not.toContain("redirect");
    expect(validationMethods("example.com", "example.com", destination)).not.toContain("http-01");
  });
});

describe("the names of a certificate", () => {
  const optional = ["tintin.example.com", "rooms.example.com", "broken.example.com", "example.com"];

  test("the domains, and of the others those that lead here", async () => {
    const names = await namesToOrder({ required: ["example.com"], optional }, { publicAddresses, current: [], dns });
    expect(names).toEqual(["example.com", "tintin.example.com"]);
  });

  test("a name that the certificate has is not dropped because its name servers are silent", async () => {
    const current = ["example.com", "broken.example.com", "rooms.example.com"];
    const names = await namesToOrder({ required: ["example.com"], optional }, { publicAddresses, current, dns });
    expect(names).toEqual(["example.com", "tintin.example.com", "broken.example.com"]);
  });
});

describe("a redirect of /.well-known/acme-challenge/ to here", () => {
  /** Web servers by origin: where each of them sends everybody. */
  const web =
    (sites: Readonly<Record<string, (url: URL) => string>>) =>
    async (address: string): Promise<Response> => {
      const url = new URL(address);
      const site = sites[url.origin];
      if (site === undefined) throw new Error("connection refused");
      return new Response(null, { status: 302, headers: { location: site(url) } });
    };

  test("is seen, through https and www. too", async () => {
    const fetch = web({
      "http://example.com": ({ pathname }) => `https://www.example.com${pathname}`,
      "https://www.example.com": ({ pathname }) => `http://tintin.example.com${pathname}`,
    });
    expect(await redirectsHere("example.com", "tintin.example.com", fetch)).toBe(true);
  });

  test.each([
    ["leads to another machine", { "http://example.com": ({ pathname }: URL) => `http://other.example${pathname}` }],
    ["loses the path", { "http://example.com": () => "http://tintin.example.com/" }],
    ["goes in circles", { "http://example.com": ({ href }: URL) => href }],
    ["is no address", { "http://example.com": () => "http://[" }],
    ["does not exist", {}],
  ])("that %s is none", async (_, sites) => {
    expect(await redirectsHere("example.com", "tintin.example.com", web(sites))).toBe(false);
  });
});
