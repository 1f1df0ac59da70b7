import { expect, test } from "bun:test";
import { namesRoute } from "./names-route.ts";

/** As much of the operations as names are asked of. */
const operations = {
  domains: ["example.org", "example.com", "elsewhere.example"],
  circles: { list: () => Array.from({ length: 150 }, (_, index) => ({ name: `circle${index}` })) },
  federation: {
    report: () => ({ outgoing: ["a.example", "b.example", "a.example"].map((remote) => ({ pair: { remote } })) }),
  },
} as unknown as Parameters<typeof namesRoute>[0];

const ask = namesRoute(operations)["POST /names"];

test("names that begin with what was typed, each once", () => {
  expect(ask({ kind: "domains", beginning: "exa" })).toEqual({ names: ["example.org", "example.com"] });
  expect(ask({ kind: "servers", beginning: "" })).toEqual({ names: ["a.example", "b.example"] });
});

test("at most a hundred", () => {
  expect(ask({ kind: "circles", beginning: "circle" }).names).toHaveLength(100);
});

test("anything else is refused", () => {
  expect(() => ask({ kind: "passwords", beginning: "" })).toThrow("kind");
  expect(() => ask("accounts")).toThrow("kind");
});
