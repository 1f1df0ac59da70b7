/** Where people see the pages, and the names that mean this server. */
import { describe, expect, test } from "bun:test";
import { secureOriginFor, webHostsOf, webOriginOf } from "./web-origin.ts";

const names = { address: "", domains: ["example.com", "école.example"], host: "tintin.example.com" };

describe("the origin", () => {
  test("is the domain, with the port of listen.https where that is not 443", () => {
    expect(webOriginOf(names, 443)).toBe("https://example.com");
    expect(webOriginOf(names, 5443)).toBe("https://example.com:5443");
  });
  test("is what web.address says, whatever port is listened on", () => {
    expect(webOriginOf({ ...names, address: "tintin.example.com" }, 5443)).toBe("https://tintin.example.com");
    expect(webOriginOf({ ...names, address: "tintin.example.com:8443" }, 443)).toBe("https://tintin.example.com:8443");
  });
  test("is in A-labels", () => {
    expect(webOriginOf({ ...names, domains: ["école.example"] }, 443)).toBe("https://xn--cole-9oa.example");
  });
});

test("the names are the domains, the machine's and that of web.address; this computer's own for localhost alone", () => {
  const hosts = webHostsOf({ ...names, address: "chat.example.com:5443" });
  expect([...hosts].sort()).toEqual(["chat.example.com", "example.com", "tintin.example.com", "xn--cole-9oa.example"]);
  expect([...webHostsOf({ address: "", domains: ["localhost"], host: "" })].sort()).toEqual([
    "127.0.0.1",
    "[::1]",
    "localhost",
  ]);
});

describe("who forgot the s is sent on", () => {
  test("to the same name, where it is one of this server's", () => {
    expect(secureOriginFor("tintin.example.com", names, 443)).toBe("https://tintin.example.com");
    expect(secureOriginFor("example.com", { ...names, address: "tintin.example.com:5443" }, 5443)).toBe(
      "https://example.com:5443",
    );
  });
  test("to the address that people see, where it is not", () => {
    expect(secureOriginFor("192.0.2.1", names, 5443)).toBe("https://example.com:5443");
  });
});
