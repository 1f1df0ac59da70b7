/** Tokens of forms, and where a form comes from. */
import { expect, test } from "bun:test";
import { formTokens, isFromElsewhere } from "./form-tokens.ts";

const tokens = formTokens(new Uint8Array(32).fill(7));

test("a token is valid for the visitor that it was made for, and for nobody else", () => {
  const token = tokens.tokenFor("alice");
  expect(tokens.isFor("alice", token)).toBe(true);
  expect(tokens.isFor("bob", token)).toBe(false);
  expect(formTokens(new Uint8Array(32).fill(8)).isFor("alice", token)).toBe(false);
});

test.each(["", "x", "é".repeat(43), "A".repeat(10_000)])("%p is no token", (token) => {
  expect(tokens.isFor("alice", token)).toBe(false);
});

const from = (headers: Record<string, string>): boolean =>
  isFromElsewhere(new Request("https://x/", { method: "POST", headers: { host: "home.example:5443", ...headers } }));

test("Fetch Metadata: only the same origin is here, neither another site nor a subdomain", () => {
  expect(from({ "sec-fetch-site": "same-origin", origin: "null" })).toBe(false);
  for (const site of ["cross-site", "same-site", "none"]) expect(from({ "sec-fetch-site": site })).toBe(true);
});

test("Fetch Standard §3.1: without Fetch Metadata, the name in Origin is that of Host", () => {
  for (const origin of ["https://home.example:5443", "https://home.example"]) expect(from({ origin })).toBe(false);
  for (const origin of ["https://evil.example", "https://x.home.example:5443", "garbage"])
    expect(from({ origin })).toBe(true);
});

test("a browser that sends neither, or hides its origin, has to prove itself by the token", () => {
  expect(from({})).toBe(false);
  expect(from({ origin: "null" })).toBe(false);
});
