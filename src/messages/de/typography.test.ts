import { expect, test } from "bun:test";
import { textsIn } from "../testing.ts";

const texts = textsIn("de");
const textsWith = (pattern: RegExp): unknown => texts.filter(([, text]) => pattern.test(text));

test("German quotes open below and close above: „…“", () => {
  expect(textsWith(/[”‘’«»]/)).toEqual([]);
  expect(texts.filter(([, text]) => !/^([^„“]*„[^„“]*“)*[^„“]*$/.test(text))).toEqual([]);
});

test("German has no space before a sign of punctuation", () => {
  expect(textsWith(/\p{L} [,;:?!](\s|$)/u)).toEqual([]);
});

test("the reader is addressed by „du“, in small letters", () => {
  expect(textsWith(/[\p{Ll},] (Sie|Ihnen|Ihre?[mnrs]?|Du|Dich|Dir|Deine?[mnrs]?)(?!\p{L})/u)).toEqual([]);
});

test("a whole sentence behind a colon begins with a capital: verbs of requests are not in small letters there", () => {
  expect(textsWith(/\p{L}: (schreib|wähle|nimm|frag|sieh|prüfe|starte|beende|lösche|versuche) /u)).toEqual([]);
});
