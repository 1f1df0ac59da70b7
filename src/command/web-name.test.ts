/** The name of pages and files, as DNS has it. */
import { expect, test } from "bun:test";
import { readConfig } from "../config/read.ts";
import type { Resolver } from "../dns/resolver.ts";
import { dnsMessages } from "../messages/dns.ts";
import { lookAtWebName, webNameLine } from "./web-name.ts";

/** IPv4 addresses by name. */
const seeing = (world: Readonly<Record<string, string>>): Resolver => ({
  query: async (type, name) => {
    const address = type === "A" ? world[name] : undefined;
    return (address === undefined ? { state: "absent" } : { state: "found", values: [address] }) as never;
  },
});
const WORLD = { "tintin.example.com": "198.51.100.12", "example.com": "203.0.113.5", "files.example.com": "9.9.9.9" };

/** The line where the machine is called tintin.example.com. */
async function lineWith(
  settings: readonly string[],
  world: Readonly<Record<string, string>> = WORLD,
  known = ["9.9.9.9"],
) {
  const config = readConfig("", [], ["domains=example.com", "host=tintin.example.com", ...settings]);
  const seen = await lookAtWebName(config, { host: "tintin.example.com", addresses: known }, seeing(world));
  return seen && webNameLine(seen, dnsMessages.en);
}

test("it leads here by an address that is known, or by one that the machine's own name has", async () => {
  const right = (origin: string) => ({ mark: "right", text: `pages and files: ${origin}` }) as const;
  expect(await lineWith(["web.address=files.example.com:5443"])).toEqual(right("https://files.example.com:5443"));
  expect(await lineWith(["web.address=tintin.example.com"])).toEqual(right("https://tintin.example.com"));
  const same = { "tintin.example.com": "198.51.100.12", "example.com": "198.51.100.12" };
  expect(await lineWith([], same, [])).toEqual(right("https://example.com"));
});

test("the domain's own name that leads to a web site elsewhere, or nowhere, is told with what helps", async () => {
  expect(await lineWith([])).toEqual({
    mark: "note",
    text: "pages and files: https://example.com, which leads to another machine. jabber-home setup gives them the name of this machine (web.address).",
  });
  expect((await lineWith(["web.address=tintin.example.com"], {}))?.mark).toBe("note");
  expect((await lineWith([], {}))?.text).toContain(", which has no address. jabber-home setup");
  expect((await lineWith(["web.address=www.example.com"]))?.text).toEndWith(", which has no address.");
});

test("where a web server on another machine is in front, it leads there; without pages nothing is said", async () => {
  const proxied = ["listen.http_proxied=192.168.1.20:5280", "web.trusted_proxies=192.168.1.2"];
  expect((await lineWith(proxied))?.mark).toBe("right");
  expect(await lineWith(["listen.https=off"])).toBeUndefined();
});
