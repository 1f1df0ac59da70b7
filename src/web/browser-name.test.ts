/** User-Agent fields. */
import { expect, test } from "bun:test";
import { browserName, platformOf } from "./browser-name.ts";

const asked = (agent?: string): Request =>
  new Request("https://localhost/", agent === undefined ? {} : { headers: { "user-agent": agent } });

const PHONE =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const EDGE =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0";

test("a browser and its system are named, not the browsers that it claims to be as well", () => {
  expect([PHONE, IPHONE, FIREFOX, EDGE].map((agent) => browserName(asked(agent)))).toEqual([
    "Chrome, Android",
    "Safari, iPhone",
    "Firefox, Linux",
    "Edge, Windows",
  ]);
});

test("nothing of what a stranger writes is kept", () => {
  expect(browserName(asked("<script>alert(1)</script>"))).toBeUndefined();
  expect(browserName(asked())).toBeUndefined();
});

test("a phone is known by its system; all others are computers", () => {
  expect([PHONE, IPHONE, FIREFOX, "", undefined].map((agent) => platformOf(asked(agent)))).toEqual([
    ...(["android", "ios", "computer", "computer", "computer"] as const),
  ]);
});
