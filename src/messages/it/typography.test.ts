import { expect, test } from "bun:test";
import { textsIn } from "../testing.ts";
import { fromDay, longDate, ofDay, onDay, toDay } from "./units.ts";

const texts = textsIn("it");
const withThis = (pattern: RegExp): readonly [string, string][] => texts.filter(([, text]) => pattern.test(text));

test("Italian has no space before a sign of punctuation, nor inside quotation marks", () => {
  // Signs that are named, each on its own, are no punctuation.
  expect(withThis(/\p{L} [,;.:?!»](\s|$)|« /u)).toEqual([]);
});

test("Italian has one kind of apostrophe, and no apostrophe in the place of an accent", () => {
  expect(withThis(/’|(^|[^a-zà-ú])(E|e|piu|puo|gia|cosi|perche|finche|sara|citta|verra)'(\s|$)/)).toEqual([]);
});

test("Italian writes é in perché and its like, and è in è and cioè", () => {
  expect(withThis(/\b(per|fin|poi|ben|affin|nient?)chè|(^|\s)(nè|sè|tè)(\s|$)|(^|\s)(é|cioé)(\s|$)/i)).toEqual([]);
});

test("Italian has quotation marks in pairs, and no two spaces in a sentence", () => {
  expect(texts.filter(([, text]) => text.split("«").length !== text.split("»").length)).toEqual([]);
  expect(withThis(/[.,;!?] {2}[A-Za-zÀ-ú]{3,} [a-z]{2}/)).toEqual([]);
});

test("the article of a day elides where its number begins with a vowel, and the first of a month is an ordinal", () => {
  const [eighth, eleventh, twentieth] = [8, 11, 20].map((day) => longDate(new Date(2026, 10, day).getTime()));
  expect([eighth, eleventh, twentieth].map((day = "") => onDay(day))).toEqual([
    "l'8 novembre 2026",
    "l'11 novembre 2026",
    "il 20 novembre 2026",
  ]);
  expect([toDay, fromDay, ofDay].map((withArticle) => withArticle(eighth ?? ""))).toEqual([
    "all'8 novembre 2026",
    "dall'8 novembre 2026",
    "dell'8 novembre 2026",
  ]);
  expect([toDay, fromDay, ofDay].map((withArticle) => withArticle(twentieth ?? ""))).toEqual([
    "al 20 novembre 2026",
    "dal 20 novembre 2026",
    "del 20 novembre 2026",
  ]);
  expect(longDate(new Date(2030, 0, 1).getTime())).toBe("1º gennaio 2030");
});
