import { expect, test } from "bun:test";
import { textsIn } from "../testing.ts";

const texts = textsIn("fr");

test("French has no plain space before a double sign of punctuation", () => {
  expect(texts.filter(([, text]) => / [;:?!»](\s|$)|« /.test(text))).toEqual([]);
});

test("French has one kind of apostrophe", () => {
  expect(texts.filter(([, text]) => text.includes("’"))).toEqual([]);
});
