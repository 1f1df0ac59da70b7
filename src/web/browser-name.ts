/** Which browser somebody uses, as far as its User-Agent field says so (RFC 9110 §10.1.5): for the list of a person's own sessions. */

/** The first that matches: most browsers claim to be others as well. */
const BROWSERS: readonly (readonly [name: string, mark: RegExp])[] = [
  ["Edge", /\bEdg(?:e|A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Chrome|CriOS|Chromium)\//],
  ["Safari", /\bSafari\//],
];
const SYSTEMS: readonly (readonly [name: string, mark: RegExp])[] = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["Mac", /\bMac(?:intosh| OS X)\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Linux", /\bLinux\b/],
];

/** "Firefox, Linux"; undefined for what is unknown. Nothing of the field itself is in it. */
export function browserName({ headers }: Request): string | undefined {
  const field = headers.get("user-agent") ?? "";
  const known = [BROWSERS, SYSTEMS].flatMap((list) => list.find(([, mark]) => mark.test(field))?.[0] ?? []);
  return known.length > 0 ? known.join(", ") : undefined;
}

/** What its apps are made for. */
export type Platform = "android" | "ios" | "computer";

export function platformOf({ headers }: Request): Platform {
  const field = headers.get("user-agent") ?? "";
  if (/\bAndroid\b/.test(field)) return "android";
  return /\biP(?:hone|ad|od)\b/.test(field) ? "ios" : "computer";
}
