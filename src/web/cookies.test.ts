/** Cookies. */
import { expect, test } from "bun:test";
import { cookieOf, setCookie } from "./cookies.ts";

const withCookies = (cookie: string): Request => new Request("https://localhost/", { headers: { cookie } });

test("RFC 6265bis §4.1.3.2: __Host- cookies are Secure, for the whole host; scripts and other sites do not get them", () => {
  expect(setCookie("session", "a-Z_9")).toBe("__Host-session=a-Z_9; Path=/; Secure; HttpOnly; SameSite=Lax");
  expect(setCookie("language", "fr", 60)).toEndWith("; SameSite=Lax; Max-Age=60");
});

test("a value that would be another attribute or another field is refused", () => {
  for (const value of ["a; Domain=example.com", "a\r\nSet-Cookie: b=c", "a,b", 'a"']) {
    expect(() => setCookie("session", value)).toThrow();
  }
});

test("§5.7: the cookie of that name among others; the first of two", () => {
  expect(cookieOf(withCookies("session=x; a__Host-session=y; __Host-session=z; __Host-session=w"), "session")).toBe(
    "z",
  );
  expect(cookieOf(withCookies("__Host-sessions=x"), "session")).toBeUndefined();
  expect(cookieOf(new Request("https://localhost/"), "session")).toBeUndefined();
});

test("a Cookie field of a size that no page here has caused is not read", () => {
  expect(cookieOf(withCookies(`${"a=b; ".repeat(1000)}__Host-session=z`), "session")).toBeUndefined();
});
