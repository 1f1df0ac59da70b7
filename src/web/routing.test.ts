/** Which path is answered by whom. */
import { expect, test } from "bun:test";
import type { HttpRoute } from "../http.ts";
import { routingOf } from "./routing.ts";

const route = (path: string): HttpRoute => ({ path, methods: {} });
const routing = routingOf(["/", "/upload/", "/upload/slots", "/.well-known/host-meta"].map(route));

test.each([
  ["/", "/"],
  ["/upload/slots", "/upload/slots"],
  ["/upload/slots/1", "/upload/"],
  ["/upload/", "/upload/"],
  ["/upload", undefined],
  ["/.well-known/host-meta", "/.well-known/host-meta"],
  ["/.well-known/host-meta.json", undefined],
])("%s is answered by %s", (path, expected) => expect(routing.routeFor(path)?.path).toBe(expected));

test("a path that is not in the table has no route", () => {
  expect(routingOf([route("/a/"), route("/b")]).routeFor("/b/")).toBeUndefined();
});

test("a path has one route", () => {
  expect(() => routingOf([route("/a"), route("/a")])).toThrow("/a");
  expect(() => routingOf([route("a")])).toThrow("a");
});
