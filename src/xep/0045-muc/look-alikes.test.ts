/** Which nicknames may be taken for each other. */
import { expect, test } from "bun:test";
import { lookAlike } from "./look-alikes.ts";

for (const [one, other] of [
  ["Romeo", "romeo"],
  ["romeo", "rоmео"],
  ["Juliet", "Ju1iet"],
  ["ali", "all"],
  ["Zoé", "zoe"],
  ["Nora", "Νοrа"],
  ["Hans", "НАΝЅ"],
  ["hamlet", "𝓱𝓪𝓶𝓵𝓮𝓽"],
  ["Barney", "Bamey"],
  ["the king", "the  king "],
  ["КАТЯ", "катя"],
] as const)
  test(`UTS #39 §4: "${one}" and "${other}" look alike`, () => expect(lookAlike(one, other)).toBe(true));

for (const [one, other] of [
  ["romeo", "roméa"],
  ["Anna", "Hanna"],
  ["Катя", "Коля"],
  ["😀", "😁"],
  ["李", "王"],
] as const)
  test(`"${one}" and "${other}" do not`, () => expect(lookAlike(one, other)).toBe(false));
