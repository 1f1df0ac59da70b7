import { expect, test } from "bun:test";
import { textsIn } from "../testing.ts";

const texts = textsIn("nl");
const textsWith = (pattern: RegExp): unknown => texts.filter(([, text]) => pattern.test(text));

test("Dutch quotes are in pairs: “…”", () => {
  expect(textsWith(/[„«»‘]/)).toEqual([]);
  expect(texts.filter(([, text]) => !/^([^“”]*“[^“”]*”)*[^“”]*$/.test(text))).toEqual([]);
});

test("Dutch has one kind of apostrophe", () => {
  expect(textsWith(/’/)).toEqual([]);
});

test("Dutch has no space before a sign of punctuation, nor before a sign of percent", () => {
  expect(textsWith(/(?<!dmesg)(?<=\p{L}) [,;:?!](\s|$)|\d %/u)).toEqual([]);
});

test("Dutch has no two spaces within a sentence", () => {
  expect(textsWith(/[.,;!?] {2}[A-Za-z]{3,} [a-z]{2}/)).toEqual([]);
});

test("the reader is addressed by “je”", () => {
  expect(textsWith(/(?<!\p{L})([Uu]|[Uu]w|[Gg]ij)(?![\p{L}+])/u)).toEqual([]);
});

test("a plural in -'s has its apostrophe, and Dutch compounds are one word", () => {
  expect(
    textsWith(/(?<!\p{L})(fotos|paginas|menus|stanzas|backups? (maken|terug)|back up|wifi netwerk)(?!\p{L})/u),
  ).toEqual([]);
});
