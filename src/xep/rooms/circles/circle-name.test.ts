import { expect, test } from "bun:test";
import { tryParseJid } from "../../../jid/jid.ts";
import { circleName, keyOf, localParts } from "./circle-name.ts";

const first = (name: string, count = 1): string[] => {
  const parts = localParts(name);
  return Array.from({ length: count }, () => parts.next().value as string);
};

test.each([
  ["Family", "family"],
  ["The  Duponts!", "the-duponts"],
  ["Été 2026", "été-2026"],
  ["Семья", "семья"],
  ["家族", "家族"],
  ["<script>alert(1)</script>", "script-alert-1-script"],
  ["@/'\"&", "circle"],
  ["🎉🎉", "circle"],
  ["-- ' OR 1=1 --", "or-1-1"],
  ["שלום abc", "circle"],
])("the room of %j is called %j", (name, local) => {
  expect(first(name)).toEqual([local]);
  expect(tryParseJid(`${local}@rooms.example.com`)?.local).toBe(local);
});

test("a room whose name is taken gets a number", () => {
  expect(first("Family", 3)).toEqual(["family", "family-2", "family-3"]);
});

test("an address stays short, whatever the name", () => {
  for (const name of ["x".repeat(60), "家".repeat(60), "e\u0301".repeat(60)]) {
    const [local = ""] = first(name);
    expect(Buffer.byteLength(local)).toBeLessThan(200);
    expect(tryParseJid(`${local}@rooms.example.com`)).toBeDefined();
  }
});

test("a name is as it was typed, without superfluous spaces", () => {
  expect(circleName("  Les   Dupont ")).toBe("Les Dupont");
  expect(circleName("x".repeat(60))).toBe("x".repeat(60));
});

test.each(["", " ", "x".repeat(61), "a\nb", "a\u0007", "a\u202Eb", "x".repeat(1_000_000)])("%# is no name", (text) => {
  expect(circleName(text)).toBeUndefined();
});

test("names that people take for the same are the same", () => {
  expect(keyOf("FAMILLE Été")).toBe(keyOf("famille e\u0301te\u0301".normalize("NFC")));
  expect(keyOf("Ｆａｍｉｌｙ")).toBe(keyOf("family"));
});
