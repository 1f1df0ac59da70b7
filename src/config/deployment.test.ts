/** What a configuration has the world know. */
import { expect, test } from "bun:test";
import { recordsOf } from "./deployment.ts";
import { readConfig } from "./read.ts";

const aliases = (...settings: string[]): readonly string[] =>
  recordsOf(readConfig("", [], ["domains=example.com", "host=tintin.example.com", ...settings]), ["192.0.2.12"])
    .filter(({ type }) => type === "CNAME")
    .map(({ name }) => name)
    .filter((name) => !/^(rooms|pubsub)\./.test(name));

test("a name of pages and files has a record where this machine serves them, or its own web server does", () => {
  const named = "web.address=files.example.com";
  expect(aliases(named)).toEqual(["files.example.com"]);
  expect(aliases()).toEqual([]);
  expect(aliases(named, "listen.https=off")).toEqual([]);
  expect(aliases(named, "listen.https=off", "listen.http_proxied=127.0.0.1:5280")).toEqual(["files.example.com"]);
});

test("where a web server on another machine is in front, the name leads there", () => {
  const elsewhere = ["listen.http_proxied=192.168.1.20:5280", "web.trusted_proxies=192.168.1.2"];
  expect(aliases("web.address=files.example.com", ...elsewhere)).toEqual([]);
});

test("XEP-0368: what is on the port of HTTPS has records where that is 443, the world's and not another web server's", () => {
  const at443 = (...settings: string[]) =>
    recordsOf(readConfig("", [], ["domains=example.com", ...settings]), ["192.0.2.12"])
      .filter(({ type, value }) => type === "SRV" && value.port === 443)
      .map(({ name }) => name.split(".")[0]);
  expect(at443()).toEqual(["_xmpps-client", "_xmpps-server"]);
  expect(at443("federation.enabled=false")).toEqual(["_xmpps-client"]);
  expect(at443("listen.https=[::]:5443", "web.address=example.com:443")).toEqual(["_xmpps-client", "_xmpps-server"]);
  for (const setting of ["web.multiplex=false", "listen.https=[::]:5443", "listen.https=127.0.0.1:443"])
    expect(at443(setting)).toEqual([]);
  expect(at443("listen.https=off", "listen.http_proxied=127.0.0.1:5280")).toEqual([]);
});

test("without federation there are no records for other servers", () => {
  const records = recordsOf(readConfig("", [], ["domains=example.com", "federation.enabled=false"]), ["192.0.2.12"]);
  expect(records.filter(({ name }) => /^_xmpps?-server/.test(name))).toEqual([]);
});
