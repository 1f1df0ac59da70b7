/** Which nicknames may be taken for each other. */
import { expect, test } from "bun:test";
import { areConfusable, isVisible } from "./confusables.ts";

for (const [one, other] of [
  ["Romeo", "romeo"],
  ["romeo", "rоmео"],
  ["Juliet", "Ju1iet"],
  ["JULIET", "ju1iet"],
  ["romeo", "R0MEO"],
  ["Nora", "Νοrа"],
  ["Hans", "НАΝЅ"],
  ["hamlet", "𝓱𝓪𝓶𝓵𝓮𝓽"],
  ["Barney", "Bamey"],
  ["the king", "the  king "],
  ["the king", "the\u2800king\u2800"],
  ["КАТЯ", "катя"],
  ["Вова", "вова"],
  ["bob", "ВОВ"],
  ["άλφα", "άλφα"],
  // An I, or what looks like one, in the place of an l.
  ["Ali", "AIi"],
  ["All", "AlI"],
  ["Ian", "lan"],
  ["Lan", "lan"],
  ["Bill", "Bi1l"],
  ["Ilse", "ІӀse"],
] as const)
  test(`UTS #39 §4: "${one}" and "${other}" look alike`, () => expect(areConfusable(one, other)).toBe(true));

for (const [one, other] of [
  ["romeo", "roméa"],
  ["Anna", "Hanna"],
  ["Катя", "Коля"],
  ["😀", "😁"],
  ["李", "王"],
  // Honest people, each with a name of their own.
  ["Ali", "All"],
  ["Ian", "Lan"],
  ["Mia", "Mla"],
  ["Ole", "Olé"],
  ["Hùng", "Hưng"],
  ["Dung", "Dũng"],
  ["かな", "がな"],
  ["Андрей", "Андрея"],
  ["Team 5", "Team s"],
] as const)
  test(`"${one}" and "${other}" do not`, () => expect(areConfusable(one, other)).toBe(false));

test("§17.1: what consists of nothing that is drawn is not seen", () => {
  expect(["\u2800", " \u2800 ", "\u3000"].map(isVisible)).toEqual([false, false, false]);
  expect(["x", "李", "😀", "."].map(isVisible)).toEqual([true, true, true, true]);
});
