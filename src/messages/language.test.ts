import { expect, test } from "bun:test";
import { inLanguages, languageOfTag, systemLanguage } from "./language.ts";

test("the language of a tag or a locale; English where it is not spoken here", () => {
  for (const tag of ["fr", "fr-CA", "fr_BE.UTF-8", "FR"]) expect(languageOfTag(tag)).toBe("fr");
  for (const tag of ["", "en", "de-FR", "frr", "C"]) expect(languageOfTag(tag)).toBe("en");
  expect(systemLanguage({ LANG: "fr_FR.UTF-8" })).toBe("fr");
  expect(systemLanguage({ LC_ALL: "C", LANG: "fr_FR.UTF-8" })).toBe("en");
});

test("French texts have no-break spaces before double signs of punctuation, those of functions too", () => {
  const english = { fine: "Fine!", who: (name: string) => `"${name}":`, lines: ["a;", "b"] };
  const french = { fine: "Ça va ?", who: (name: string) => `« ${name} » :`, lines: ["a ;", "12:30 ::1"] };
  const { en, fr } = inLanguages<typeof english>(english, french);
  expect(en).toBe(english);
  expect([fr.fine, fr.who("Oui !"), ...fr.lines]).toEqual([
    "Ça va\u00a0?",
    "«\u00a0Oui\u00a0!\u00a0»\u00a0:",
    "a\u00a0;",
    "12:30 ::1",
  ]);
});
