import { expect, test } from "bun:test";
import { frenchSpacesIn } from "./fr/spaces.ts";
import { inLanguages, languageOfTag, systemLanguage } from "./language.ts";

test("the language of a tag or a locale; English where it is not spoken here", () => {
  for (const tag of ["fr", "fr-CA", "fr_BE.UTF-8", "FR"]) expect(languageOfTag(tag)).toBe("fr");
  for (const tag of ["", "en", "eo-FR", "frr", "C"]) expect(languageOfTag(tag)).toBe("en");
  expect(systemLanguage({ LANG: "fr_FR.UTF-8" })).toBe("fr");
  expect(systemLanguage({ LC_ALL: "C", LANG: "fr_FR.UTF-8" })).toBe("en");
});

test("French texts have no-break spaces before double signs of punctuation, those of functions too", () => {
  const { plain } = frenchSpacesIn({
    plain: { fine: "Ça va ?", who: (name: string) => `« ${name} » :`, lines: ["a ;", "12:30 ::1"] },
  });
  expect([plain.fine, plain.who("Oui !"), ...plain.lines]).toEqual([
    "Ça va\u00a0?",
    "«\u00a0Oui\u00a0!\u00a0»\u00a0:",
    "a\u00a0;",
    "12:30 ::1",
  ]);
});

test("a subject is read when it is first talked about, and once", () => {
  let readings = 0;
  const texts = frenchSpacesIn({
    get subject() {
      readings += 1;
      return { word: "oui" };
    },
  });
  expect(readings).toBe(0);
  expect(texts.subject.word).toBe("oui");
  expect(readings).toBe(1);
  const status = inLanguages("status");
  expect(status.fr).toBe(status.fr);
});
