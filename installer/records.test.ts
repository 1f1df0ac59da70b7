/** What a configuration has the world know. */
import { expect, test } from "bun:test";
import { readConfig } from "../src/config/read.ts";
import { recordsOf } from "./records.ts";

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
