/** XEP-0431: words: letters and digits, regardless of case and accents. */
import { normalized } from "../../../jid/normalized.ts";

/** Text that the index splits and folds itself. */
const PLAIN = /^[\n\r\t -~]*$/;
export const isPlain = (text: string): boolean => PLAIN.test(text);
/** Accents of Latin, Greek and Cyrillic letters; points of Hebrew and Arabic ones. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/gu;
/** Scripts without spaces between words: each character is a word. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const NO_WORD = /[^\p{L}\p{N}\p{M}]+/gu;

/** A text as it is indexed: unless it is ASCII, it is normalized to letters, digits and spaces. */
export const folded = (text: string): string =>
  isPlain(text)
    ? text
    : normalized(normalized(text, "NFKD").replace(MARKS, ""), "NFKC")
        .toLowerCase()
        .replace(UNSPACED, " $& ")
        .replace(NO_WORD, " ");

/** Characters of a text that are indexed. */
export const MAX_INDEXED = 20_000;

/** The relative cost of indexing a text, in characters of the most expensive kind (Chinese, measured as 0.5 µs each). */
export const costOf = (text: string): number => {
  const length = Math.min(text.length, MAX_INDEXED);
  return isPlain(text) ? length / 20 : length;
};

/** The different words of a text: "L'été !" has "l" and "ete". */
export const wordsOf = (text: string): readonly string[] => [
  ...new Set(
    folded(text)
      .toLowerCase()
      .split(/[^a-z0-9\u0080-\uffff]+/)
      .filter((word) => word !== ""),
  ),
];
