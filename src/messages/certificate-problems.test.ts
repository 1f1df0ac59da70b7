import { describe, expect, test } from "bun:test";
import { certificateProblems, reasonText, remedyText } from "./certificate-problems.ts";
import type { Reason, RemedyKey } from "./certificate-sentences.ts";
import { LANGUAGES } from "./language.ts";

const { en } = certificateProblems;
const placeholders = (sentence: string): readonly string[] => [...new Set(sentence.match(/\{\w+\}/g) ?? [])].sort();

describe("sentences", () => {
  test.each(Object.keys(en.reasons) as Reason[])("%s says the same facts in every language", (key) => {
    for (const language of LANGUAGES)
      expect([language, placeholders(certificateProblems[language].reasons[key])]).toEqual([
        language,
        placeholders(en.reasons[key]),
      ]);
  });

  test.each(Object.keys(en.remedies) as RemedyKey[])("%s helps with the same facts in every language", (key) => {
    for (const language of LANGUAGES)
      expect([language, placeholders(certificateProblems[language].remedies[key])]).toEqual([
        language,
        placeholders(en.remedies[key]),
      ]);
  });

  test("lists and times are written out in the language", () => {
    const values = {
      name: "example.com",
      addresses: ["192.0.2.1", "2001:db8::1"],
      ours: ["192.0.2.7"],
      ca: "Let's Encrypt",
    };
    expect(reasonText("wrong-address", values, "en")).toBe(
      "example.com leads to 192.0.2.1, 2001:db8::1, but this machine is 192.0.2.7. Let's Encrypt looked for it there.",
    );
    const until = { time: Date.UTC(2026, 10, 22, 12) };
    expect(remedyText({ key: "wait-until", values: { until } }, "fr")).toMatch(
      /^Réessayez après le 22 novembre 2026 à /,
    );
    expect(remedyText({ key: "wait-until", values: { until } }, "en")).toMatch(
      /^Try again after November 22, 2026 at /,
    );
  });
});
