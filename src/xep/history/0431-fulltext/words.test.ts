import { describe, expect, test } from "bun:test";
import { wordsOf } from "./words.ts";

describe("the words of a text", () => {
  const texts: readonly (readonly [text: string, words: readonly string[]])[] = [
    ["", []],
    ["  \n\t.,;:!?", []],
    ["Hello, hello!", ["hello"]],
    ["it's 2026", ["it", "s", "2026"]],
    ["L'été À VÉRONE", ["l", "ete", "a", "verone"]],
    ["e\u0301te\u0301", ["ete"]],
    ["Ελλάδα ΕΛΛΆΔΑ", ["ελλαδα"]],
    ["Straße ﬁn Ｆull", ["straße", "fin", "full"]],
    ["שָׁלוֹם", ["שלום"]],
    ["नमस्ते दुनिया", ["नमस्ते", "दुनिया"]],
    ["我想你", ["我", "想", "你"]],
    ["한국어", ["한국어"]],
    ["a\uE000b 💔 c\u0000d", ["a", "b", "c", "d"]],
    ["snake_case ünder_score", ["snake", "case", "under", "score"]],
  ];
  for (const [text, words] of texts) {
    test(JSON.stringify(text), () => expect(wordsOf(text)).toEqual(words));
  }
});
