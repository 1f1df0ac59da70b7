import { expect, test } from "bun:test";
import { queryOf } from "./question.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(2)).toString("hex");

test("RFC 1035 §4.1: a query asks one question, with recursion", () =>
  expect(hex(queryOf({ type: "CAA", name: "a.test" }))).toBe(`0100000100000000000001${"61"}04${"74657374"}0001010001`));

test("RFC 1035 §2.3.4: of what is no name, that of the root is asked for", () => {
  const root = hex(queryOf({ type: "A", name: "" }));
  expect(root).toBe("010000010000000000000000010001");
  for (const name of [`${"x".repeat(64)}.test`, `${"x.".repeat(130)}test`])
    expect(hex(queryOf({ type: "A", name }))).toBe(root);
});

test("ids differ", () => {
  const ids = new Set(Array.from({ length: 50 }, () => Buffer.from(queryOf({ type: "A", name: "x" })).readUInt16BE()));
  expect(ids.size).toBeGreaterThan(40);
});
