import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { homeAt } from "../home.ts";
import { languageOf } from "./language.ts";

const home = homeAt(mkdtempSync(join(tmpdir(), "language-")));
afterAll(() => rmSync(home.directory, { recursive: true }));

test("the flag goes before config.toml, that before the locale", () => {
  expect(languageOf(undefined, home, { LANG: "fr_FR.UTF-8" })).toBe("fr");
  expect(languageOf(undefined, home, { LC_ALL: "C", LANG: "fr_FR.UTF-8" })).toBe("en");
  writeFileSync(home.config, 'language = "fr"\n');
  expect(languageOf(undefined, home, { LANG: "C" })).toBe("fr");
  expect(languageOf("en", home, { LANG: "fr_BE" })).toBe("en");
});

test("auto, another language or a broken file leave it to the locale", () => {
  for (const text of ['language = "auto"', 'language = "tlh"', "language = 3", "language ="]) {
    writeFileSync(home.config, text);
    expect(languageOf(undefined, home, { LANG: "fr" })).toBe("fr");
  }
  expect(() => languageOf("tlh", home, {})).toThrow("there is no language");
});
