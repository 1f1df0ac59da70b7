/** XEP-0156: the files for a web server elsewhere. */
import { expect, test } from "bun:test";
import { readConfig } from "../config/read.ts";
import type { Resolver } from "../dns/resolver.ts";
import { domainsNeedingHostMeta, hostMetaFile } from "./host-meta.ts";

const configOf = (...settings: readonly string[]) =>
  readConfig("", [], ["domains=example.com", "host=tintin.example.com", ...settings]);

test("both files lead to the web address of the configuration", () => {
  const config = configOf("web.address=chat.example.com:5443", "listen.client_tls=off");
  expect(hostMetaFile("xml", config)).toContain('href="wss://chat.example.com:5443/xmpp-websocket"');
  expect(JSON.parse(hostMetaFile("json", config))).toEqual({
    links: [
      { rel: "urn:xmpp:alt-connections:websocket", href: "wss://chat.example.com:5443/xmpp-websocket" },
      { rel: "urn:xmpp:alt-connections:xbosh", href: "https://chat.example.com:5443/http-bind" },
    ],
  });
});

test("XEP-0487: the ports of the configuration stand there where the addresses are known", () => {
  const { xmpp, links } = JSON.parse(
    hostMetaFile("json", configOf("addresses=9.9.9.9", "listen.client_tls=[::]:5443")),
  );
  expect(xmpp).toEqual({ ttl: 3600 });
  expect(links).toContainEqual(expect.objectContaining({ rel: "urn:xmpp:alt-connections:tls", port: 5443 }));
  expect(links).toContainEqual(expect.objectContaining({ rel: "urn:xmpp:alt-connections:s2s-tls", port: 5270 }));
});

test("XEP-0487: where XMPP is on 443 as well, that stands there after the usual ports, before the web", () => {
  const portsOf = (...settings: readonly string[]) => {
    const document = hostMetaFile("json", configOf("addresses=9.9.9.9", ...settings));
    const links: { rel: string; port?: number; priority: number }[] = JSON.parse(document).links;
    return links
      .toSorted((one, other) => one.priority - other.priority)
      .map(({ rel, port = "" }) => `${rel.split(":").at(-1)} ${port}`.trim());
  };
  const usual = ["tls 5223", "s2s-tls 5270"];
  expect(portsOf()).toEqual([...usual, "tls 443", "s2s-tls 443", "websocket", "xbosh"]);
  expect(portsOf("federation.enabled=false")).toEqual(["tls 5223", "tls 443", "websocket", "xbosh"]);
  for (const setting of ["web.multiplex=false", "listen.https=[::]:5443"])
    expect(portsOf(setting)).toEqual([...usual, "websocket", "xbosh"]);
});

test("XEP-0487: they do not where apps have no direct TLS, or IPv4 is missing", () => {
  for (const settings of [["addresses=9.9.9.9", "listen.client_tls=off"], ["addresses=2620:fe::fe"]])
    expect(Object.keys(JSON.parse(hostMetaFile("json", configOf(...settings))))).toEqual(["links"]);
});

test("another format, and a server without a web server, are refused", () => {
  expect(() => hostMetaFile("yaml", configOf())).toThrow("--host-meta yaml");
  expect(() => hostMetaFile("xml", configOf("listen.https=off"))).toThrow("serves browsers");
});

test("domains whose https:// is another web server need them: on another machine, or on port 443 of this one", async () => {
  const seeing = (addresses: Readonly<Record<string, string>>): Resolver => ({
    query: async (type, name) => {
      const address = type === "A" ? addresses[name] : undefined;
      return (address === undefined ? { state: "absent" } : { state: "found", values: [address] }) as never;
    },
  });
  const needing = (address: string | undefined, ...settings: readonly string[]) => {
    const world = { "tintin.example.com": "198.51.100.12", ...(address ? { "example.com": address } : {}) };
    const deployment = { host: "tintin.example.com", addresses: [] };
    return domainsNeedingHostMeta(configOf(...settings), deployment, seeing(world));
  };
  const here = "198.51.100.12";
  const elsewhere = "203.0.113.5";
  expect(await needing(elsewhere, "web.address=tintin.example.com")).toEqual(["example.com"]);
  expect(await needing(here, "web.address=tintin.example.com")).toEqual([]);
  expect(await needing(here)).toEqual([]);
  expect(await needing(here, "listen.https=[::]:5443")).toEqual(["example.com"]);
  expect(await needing(undefined, "web.address=tintin.example.com")).toEqual([]);
  // The web address itself leads elsewhere: that comes first.
  expect(await needing(elsewhere)).toEqual([]);
  expect(await needing(elsewhere, "listen.https=off")).toEqual([]);
});
