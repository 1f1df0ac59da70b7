import { expect, test } from "bun:test";
import { downloadResponse } from "./download.ts";

const headersOf = (name: string) =>
  downloadResponse({ name, type: "application/xml", bytes: new ReadableStream() }).headers;

test("a download is saved, not shown, and kept by no cache", () => {
  const headers = headersOf("alice@example.com.xml");
  expect(headers.get("Content-Disposition")).toStartWith('attachment; filename="alice@example.com.xml"');
  expect(headers.get("Cache-Control")).toBe("no-store");
  expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
});

test.each(['"; filename="evil.exe', "a\r\nSet-Cookie: x=1", "été/..\\x", "\uD800"])(
  "%j ends no header field",
  (name) => {
    const header = headersOf(name).get("Content-Disposition") ?? "";
    expect(header).toMatch(/^attachment; filename="[\w@.+-]*"; filename\*=UTF-8''[\w%.~-]*$/);
  },
);
