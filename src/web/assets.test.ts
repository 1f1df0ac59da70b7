/** Style sheet, script and icon. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HttpRequest } from "../http.ts";
import { openAssets } from "./assets.ts";

const STYLE = readFileSync(join(import.meta.dir, "../../assets/style.css"), "utf8");
const assets = openAssets(() => new Response("nothing", { status: 404 }));
const get = async (path: string): Promise<Response> => {
  const request = { request: new Request(`https://x${path}`), path } as HttpRequest;
  return (await assets.route.methods.GET?.(request)) ?? new Response();
};

test("an asset has a name that changes with it, and is kept for a year", async () => {
  for (const path of Object.values(assets.paths))
    expect(path).toMatch(/^\/assets\/\w+(-\d+)?-[0-9a-f]{12}\.(css|js|svg|png)$/);
  const response = await get(assets.paths.style);
  expect(await response.text()).toBe(STYLE);
  expect(response.headers.get("content-type")).toBe("text/css; charset=utf-8");
  expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
});

test.each(["/assets/", "/assets/style.css", "/assets/style-000000000000.css", "/assets/../package.json"])(
  "%s is nothing",
  async (path) => {
    expect((await get(path)).status).toBe(404);
  },
);

/** By the name of the accent, "" for what all have. */
function coloursIn(css: string): Record<string, Record<string, string>> {
  const rules = css.matchAll(/:root(?:\[data-accent="(\w+)"\])? \{([^}]*)\}/g);
  return Object.fromEntries(
    [...rules].map(([, accent = "", rule = ""]) => [
      accent,
      Object.fromEntries(
        [...rule.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map(([, name = "", value = ""]) => [name, value]),
      ),
    ]),
  );
}

/** WCAG 2.2: relative luminance, and contrast ratio. */
function luminance(colour: string): number {
  const digits =
    colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit) : colour.slice(1).match(/../g);
  const [red = 0, green = 0, blue = 0] = (digits ?? []).map((two) => {
    const part = Number.parseInt(two, 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const [light = "", dark = ""] = STYLE.split("prefers-color-scheme: dark");
test.each([
  ["light", light],
  ["dark", dark],
])("WCAG 2.2 §1.4.3: what is read has a contrast of 4.5:1, with each accent (%s)", (_, css) => {
  const { "": shared = {}, ...accents } = coloursIn(css);
  const pairs = [{}, ...Object.values(accents)].flatMap((accent) => {
    const {
      ground,
      paper,
      ink,
      soft,
      accent: own,
      "on-accent": onAccent,
      good,
      bad,
      ...rest
    } = { ...shared, ...accent };
    return [
      ...[ink, soft, own].flatMap((colour) => [
        [colour, ground],
        [colour, paper],
      ]),
      ...[
        [onAccent, own],
        [good, rest["good-soft"]],
        [bad, rest["bad-soft"]],
        [bad, paper],
        [bad, ground],
      ],
    ];
  });
  expect(Object.keys(accents)).toHaveLength(5);
  const weak = pairs.filter(([one = "", other = ""]) => !(contrast(one, other) >= 4.5));
  expect(weak).toEqual([]);
});
