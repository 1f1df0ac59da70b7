import { describe, expect, test } from "bun:test";
import { isRedirectedTo, validationMethods } from "./validation-methods.ts";

test("a domain whose web site is elsewhere: what lasts comes first, by hand comes last", () => {
  const destination = { kind: "elsewhere", addresses: ["198.51.100.7"], foreign: ["198.51.100.7"] } as const;
  expect(validationMethods("example.com", "tintin.example.com", destination)).toEqual([
    "dns-persist-01",
    "redirect",
    "subdomain",
    "dns-01",
  ]);
  for (const kind of ["here", "nowhere"] as const)
    expect(validationMethods("example.com", "example.com", { kind, addresses: [] }).at(-1)).toBe("dns-01");
  expect(validationMethods("example.com", "example.com", destination)).not.toContain("redirect");
  expect(validationMethods("example.com", "example.com", destination)).not.toContain("http-01");
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
    expect(await isRedirectedTo("example.com", "tintin.example.com", fetch)).toBe(true);
  });

  test.each([
    ["leads to another machine", { "http://example.com": ({ pathname }: URL) => `http://other.example${pathname}` }],
    ["loses the path", { "http://example.com": () => "http://tintin.example.com/" }],
    ["goes in circles", { "http://example.com": ({ href }: URL) => href }],
    ["is no address", { "http://example.com": () => "http://[" }],
    ["does not exist", {}],
  ])("that %s is none", async (_, sites) => {
    expect(await isRedirectedTo("example.com", "tintin.example.com", web(sites))).toBe(false);
  });
});
