/** XEP-0185, without a stream. */
import { expect, test } from "bun:test";
import { dialbackKey, isDialbackKey } from "./key.ts";

const inputs = { receiving: "xmpp.example.com", originating: "example.org", streamId: "D60000229F" };
const KEY = "37c69b1cf07a3f67c04a5ef5902fa5114f2c76fe4a2686482ba5b89323075643";

test("§3: the key of the standard's example", () => {
  expect(dialbackKey("s3cr3tf0rd14lb4ck", inputs)).toBe(KEY);
});

test("§2: a key is valid for its own stream, domains and secret only", () => {
  expect(isDialbackKey(KEY, "s3cr3tf0rd14lb4ck", inputs)).toBe(true);
  expect(isDialbackKey(KEY, "another", inputs)).toBe(false);
  expect(isDialbackKey(KEY, "s3cr3tf0rd14lb4ck", { ...inputs, streamId: "D60000229E" })).toBe(false);
  expect(isDialbackKey(KEY, "s3cr3tf0rd14lb4ck", { ...inputs, receiving: "example.com" })).toBe(false);
  expect(isDialbackKey(KEY, "s3cr3tf0rd14lb4ck", { ...inputs, originating: "example.net" })).toBe(false);
  expect(isDialbackKey("", "s3cr3tf0rd14lb4ck", inputs)).toBe(false);
});
