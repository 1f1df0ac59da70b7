/** Every subject in every language: nothing left in English. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { en } from "./en/texts.ts";
import { LANGUAGES } from "./language.ts";
import { tables, textsOf } from "./testing.ts";

const OTHERS = LANGUAGES.filter((language) => language !== "en");

test.each(tables)("%s: nothing was left in English", (subject, texts) => {
  const english = new Map(texts.en === undefined ? [] : textsOf(texts.en, subject));
  // A command to type is the same in every language, and so are the menus of a box that speaks one alone.
  const isProse = (text: string): boolean =>
    /[a-z]{4} [a-z]{2}/i.test(text) && !/^(- sudo|jabber-home|--address) |^(Free|B)box /.test(text);
  for (const language of OTHERS) {
    const same = textsOf(texts[language], subject).filter(([key, text]) => english.get(key) === text && isProse(text));
    expect(same.map(([key]) => `${language}: ${key}`)).toEqual([]);
  }
});

test("each language has every subject, and no other", () => {
  for (const language of OTHERS) {
    const texts: object = require(join(import.meta.dir, language, "texts.ts"))[language];
    expect(Object.keys(texts).sort()).toEqual(Object.keys(en).sort());
  }
});
