/** UTS #39 §4: which nicknames are confusable. */
import { expect, test } from "bun:test";
import { confusableKeys, isVisible } from "./confusables.ts";

function areConfusable(one: string, other: string): boolean {
  const [skeleton, drawing] = confusableKeys(one);
  const [otherSkeleton, otherDrawing] = confusableKeys(other);
  return skeleton === otherSkeleton || drawing === otherDrawing;
}

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
  test(`UTS #39 §4: "${one}" and "${other}" are confusable`, () => expect(areConfusable(one, other)).toBe(true));

for (const [one, other] of [
  ["romeo", "roméa"],
  ["Anna", "Hanna"],
  ["Катя", "Коля"],
  ["😀", "😁"],
  ["李", "王"],
  // Different names of people.
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
  test(`"${one}" and "${other}" are not confusable`, () => expect(areConfusable(one, other)).toBe(false));

test("§17.1: a nickname of invisible characters alone is not visible", () => {
  expect(["\u2800", " \u2800 ", "\u3000"].map(isVisible)).toEqual([false, false, false]);
  expect(["x", "李", "😀", "."].map(isVisible)).toEqual([true, true, true, true]);
});
