/** Which path is answered by whom. */
import { expect, test } from "bun:test";
import { type HttpRoute, routeFor, routingOf } from "./http-listener.ts";

const route = (path: string): HttpRoute => ({ path, answer: () => new Response(path) });
const routing = routingOf(["/", "/upload/", "/upload/slots", "/.well-known/host-meta"].map(route));

test.each([
  ["/", "/"],
  ["/upload/slots", "/upload/slots"],
  ["/upload/slots/1", "/upload/"],
  ["/upload/", "/upload/"],
  ["/upload", "/"],
  ["/.well-known/host-meta", "/.well-known/host-meta"],
  ["/.well-known/host-meta.json", "/"],
])("%s is answered by %s", (path, expected) => expect(routeFor(routing, path)?.path).toBe(expected));

test("a path that is not in the table has no route", () => {
  expect(routeFor(routingOf([route("/a/"), route("/b")]), "/b/")).toBeUndefined();
});

test("a path has one route", () => {
  expect(() => routingOf([route("/a"), route("/a")])).toThrow("/a");
  expect(() => routingOf([route("a")])).toThrow("a");
});
