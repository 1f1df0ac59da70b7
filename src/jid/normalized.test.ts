import { expect, test } from "bun:test";
import { cpuClock } from "../../tests/support/process/cpu-clock.ts";
import { folded } from "../xep/history/0431-fulltext/words.ts";
import { normalized } from "./normalized.ts";

const FORMS = ["NFC", "NFD", "NFKC", "NFKD"] as const;
/** Two bytes and three of marks that have another order. */
const MARKED = `a${"\u0344\u0323".repeat(10_000)}`;
const ACCENTED = "a\u0301".repeat(10_000);

const seconds = (work: () => void): number => {
  const before = cpuClock(process.pid);
  work();
  return cpuClock(process.pid) - before;
};

for (const form of FORMS) {
  test(`${form}: thousands of marks on one letter cost what so many letters with one accent cost, or little more`, () => {
    const times = (text: string): number => Math.min(...[1, 2, 3].map(() => seconds(() => normalized(text, form))));
    // A thousand times as much without the joiners.
    expect(times(MARKED)).toBeLessThan(50 * times(ACCENTED) + 0.01);
  });
}

test("UAX #15 §13, UAX15-D3: nowhere are there more than 30 non-starters in a row, of whatever kind", () => {
  for (const mark of ["\u0301", "\uFF9E", "\u{1D165}", "\u064B"]) {
    for (const form of FORMS) expect(normalized(mark.repeat(100), form)).not.toMatch(/[\p{M}--\u034F]{31}/v);
  }
});

test("up to 30 marks in a row, a text is as the standard has it", () => {
  for (const text of ["", "été", "e\u0301\u0323", "ﬁn", "ｶﾞ", "नमस्ते", "שָׁלוֹם", `a${"\u0301\u0323".repeat(15)}b`]) {
    for (const form of FORMS) expect(normalized(text, form)).toBe(text.normalize(form));
  }
});

test("what decomposes into a mark at its beginning counts as one, save two vowels of Thai and Lao, which are starters", () => {
  const others: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    if (/^[^\p{M}\uFF9E\uFF9F]$/u.test(character) && /^\p{M}/u.test(character.normalize("NFKD")))
      others.push(character);
  }
  expect(others).toEqual(["\u0E33", "\u0EB3"]);
});

test("the words of a text are found as cheaply: the joiners that go with the accents leave no long run behind", () => {
  const text = `a${"\u0323\u20D0".repeat(5000)}`;
  const cheap = "a\u20D0".repeat(5000);
  expect(seconds(() => folded(text))).toBeLessThan(50 * seconds(() => folded(cheap)) + 0.01);
});
