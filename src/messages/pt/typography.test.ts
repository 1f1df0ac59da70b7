import { expect, test } from "bun:test";
import { textsIn } from "../testing.ts";

const texts = textsIn("pt");

test("Portuguese has quotation marks without spaces inside, each with its other half", () => {
  const isWrong = (text: string): boolean =>
    /«\s|\s»/.test(text) || /[“”„]/.test(text) || text.split("«").length !== text.split("»").length;
  expect(texts.filter(([, text]) => isWrong(text))).toEqual([]);
});

test("Portuguese has no space before a sign of punctuation, and none before a percent sign", () => {
  // Not after a command that stands between spaces of its own ("  dmesg ;"), nor among signs that are named.
  const isWrong = (text: string): boolean => /(?<! dmesg)\s[,;:?!](\s|$)|\d\s%/.test(text.replace("& ' / : < >", ""));
  expect(texts.filter(([, text]) => isWrong(text))).toEqual([]);
});

test("Portuguese has no sentence with two spaces after its end", () => {
  expect(texts.filter(([, text]) => /[.?!] {2,}\p{Lu}/u.test(text))).toEqual([]);
});

test("Portuguese is that of the agreement of 1990, and addresses nobody as tu or você", () => {
  const former =
    /(?<!\p{L})(acção|direcção|activ[aoe]|correct[ao]|direct[ao]|projecto|óptim[ao]|vocês?|tu|teus?|tuas?)(?!\p{L})/iu;
  expect(texts.filter(([, text]) => former.test(text))).toEqual([]);
});
