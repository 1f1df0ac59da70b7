import { expect, test } from "bun:test";
import { isShownInline, parseMediaType, servedType } from "./media-type.ts";

test("RFC 9110 §8.3.1: a type and its subtype, in lower case; of the parameters the charset stays", () => {
  expect(parseMediaType("Image/JPEG")).toBe("image/jpeg");
  expect(parseMediaType(' text/plain ; x=y; Charset="UTF-8" ; z')).toBe("text/plain; charset=utf-8");
  expect(parseMediaType("application/vnd.a+b.c-1_2")).toBe("application/vnd.a+b.c-1_2");
});

test("no header field is made of what is no media type", () => {
  expect(parseMediaType("text/html; charset=a\r\nX: y")).toBe("text/html");
  for (const text of ["image", "image/png/x", "text/html\r\nSet-Cookie: a=b", "imagé/png", `image/${"x".repeat(101)}`])
    expect([text, parseMediaType(text)]).toEqual([text, undefined]);
});

test("pictures, sound and films are shown inline; XML never, whatever it calls itself", () => {
  expect(["image/jpeg", "audio/ogg", "video/mp4; charset=x"].map(isShownInline)).toEqual([true, true, true]);
  expect(
    [
      "image/svg+xml",
      "image/svg+xml; charset=utf-8",
      "image/xml",
      "text/html",
      "application/xhtml+xml",
      "text/plain",
    ].map(isShownInline),
  ).toEqual([false, false, false, false, false, false]);
});

test("no page gets a script or a style sheet: they are text; everything else is what it was", () => {
  const scripts = [
    "text/javascript",
    "application/javascript; charset=utf-8",
    "application/x-javascript",
    "text/ecmascript",
  ];
  const others = ["text/javascript1.5", "text/jscript", "text/livescript", "text/css", "application/ecmascript"];
  expect(new Set([...scripts, ...others].map(servedType))).toEqual(new Set(["text/plain"]));
  const harmless = ["image/png", "text/html", "application/json", "text/plain; charset=utf-8"];
  expect(harmless.map(servedType)).toEqual(harmless);
});
