import { expect, test } from "bun:test";
import { textsIn } from "../testing.ts";

const texts = textsIn("es");
const wrong = (isWrong: (text: string) => boolean): string[] =>
  texts.filter(([, text]) => isWrong(text)).map(([key, text]) => `${key}: ${text}`);
const countOf = (text: string, sign: string | RegExp): number => text.split(sign).length - 1;

test("Spanish opens what it asks and exclaims", () => {
  expect(wrong((text) => countOf(text, "?") !== countOf(text, "¿"))).toEqual([]);
  // Not the sign within a name: "Fritz!Box", "<!DOCTYPE".
  expect(wrong((text) => countOf(text, /!(?!\p{L})/u) !== countOf(text, "¡"))).toEqual([]);
});

test("Spanish has no space before a sign of punctuation, and none within its quotes", () => {
  expect(wrong((text) => / [;:?!»,](\s|$)|[«¿¡] /.test(text.replace("& ' / : < >", "")))).toEqual([]);
});

test("Spanish quotes words with « and »", () => {
  expect(wrong((text) => /[“”‘’]/.test(text) || countOf(text, "«") !== countOf(text, "»"))).toEqual([]);
});

test("in Spanish a number and the sign of percent stay on one line", () => {
  expect(wrong((text) => /\d ?%/.test(text))).toEqual([]);
});

test("the same things have the same words in Spanish", () => {
  expect(wrong((text) => /fichero|\bcomando|\bmáquina|computadora|bitácora/i.test(text))).toEqual([]);
});
