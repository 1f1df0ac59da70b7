/** The header fields of every page to which a link leads: what scanners such as Mozilla's Observatory look for. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { openWholeSite, type WholeSite } from "../support/browser/whole-site.ts";

let site: WholeSite;

beforeAll(async () => {
  site = await openWholeSite();
});
afterAll(() => site[Symbol.asyncDispose]());

/** For each page, what `wrong` says of it; nothing is expected. */
function expectNothing(wrong: (headers: Headers, html: string) => unknown): void {
  const pages = [...site.ofStrangers, ...site.ofAdministrators];
  const said = pages.map(({ name, headers, html }) => [name, wrong(headers, html)]).filter(([, what]) => what);
  expect(pages.length).toBeGreaterThan(20);
  expect(said).toEqual([]);
}

/** CSP3 §2.2: the sources of a directive. */
const sourcesOf = (headers: Headers, directive: string): readonly string[] | undefined =>
  (headers.get("content-security-policy") ?? "")
    .split(";")
    .map((part) => part.trim().split(/\s+/))
    .find(([name]) => name === directive)
    ?.slice(1);

test("nothing is loaded but what the policy names, no script or style stands in the page, nobody frames it", () => {
  expectNothing((headers) => {
    const expected = {
      "default-src": "'none'",
      "base-uri": "'none'",
      "frame-ancestors": "'none'",
      "form-action": "'self'",
    };
    const different = Object.entries(expected).filter(([name, source]) => sourcesOf(headers, name)?.join() !== source);
    if (different.length > 0) return different;
    const unsafe = ["script-src", "style-src"].flatMap((name) => sourcesOf(headers, name) ?? ["missing"]);
    // A hash allows one text alone.
    return unsafe.filter((source) => source !== "'self'" && !/^'sha(256|384|512)-[\w+/=]+'$/.test(source))[0];
  });
  expectNothing((_, html) => / on\w+=|<style|style="|<script(?![^>]* src=)|href="javascript:/i.exec(html)?.[0]);
});

test("no type is guessed, no address told, no window of another site holds on to it, no cache keeps it", () => {
  const expected = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
  };
  expectNothing((headers) => Object.entries(expected).find(([name, value]) => headers.get(name) !== value));
  expectNothing((headers) => headers.get("access-control-allow-origin"));
});

test("cookies are of this host alone, for no script, and not sent with forms of elsewhere (RFC 6265bis §4.1)", () => {
  const cookies = site.ofStrangers.flatMap(({ headers }) => headers.getSetCookie());
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies)
    expect(cookie).toMatch(/^__Host-\w+=[\w-]+; Path=\/; Secure; HttpOnly; SameSite=Lax(; Max-Age=\d+)?$/);
});
