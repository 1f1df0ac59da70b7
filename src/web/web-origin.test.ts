/** The names that mean this server, and where HTTPS is. */
import { describe, expect, test } from "bun:test";
import { secureOriginFor, webHostsOf } from "./web-origin.ts";

const hosts = webHostsOf(["example.com", "école.example", "Tintin.example.com"]);

test("the names are in A-labels; this computer's own mean it for localhost alone", () => {
  expect([...hosts].sort()).toEqual(["example.com", "tintin.example.com", "xn--cole-9oa.example"]);
  expect([...webHostsOf(["localhost"])].sort()).toEqual(["127.0.0.1", "[::1]", "localhost"]);
});

describe("who forgot the s is sent on", () => {
  test("to the same name, where it is one of this server's", () => {
    expect(secureOriginFor("tintin.example.com", { origin: "https://example.com", hosts })).toBe(
      "https://tintin.example.com",
    );
    expect(secureOriginFor("example.com", { origin: "https://tintin.example.com:5443", hosts })).toBe(
      "https://example.com:5443",
    );
  });
  test("to the address that people see, where it is not", () => {
    const origin = "https://example.com:5443";
    expect(secureOriginFor("192.0.2.1", { origin, hosts })).toBe(origin);
  });
});
