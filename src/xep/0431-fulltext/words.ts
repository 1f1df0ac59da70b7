/** XEP-0431: what counts as a word: letters and digits, without regard to case and accents. */

/** Nothing to be folded, and nothing that the index would not see as a word by itself. */
const PLAIN = /^[\n\r\t -~]*$/;
/** Accents of Latin, Greek and Cyrillic letters; points of Hebrew and Arabic ones. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/gu;
/** Written without spaces between words: each character stands for itself. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const NO_WORD = /[^\p{L}\p{N}\p{M}]+/gu;
/** An unbroken run of letters that is longer is no word that anybody would look for. */
const LONGEST = 64;

/** The words of a text in one form, with spaces between: "L'été !" is "l ete". */
export function folded(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, " ");
  return text
    .normalize("NFKD")
    .replace(MARKS, "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(UNSPACED, " $& ")
    .replace(NO_WORD, " ");
}

/** The different words of a text, each cut to a bearable length. */
export const wordsOf = (text: string): readonly string[] => [
  ...new Set(
    folded(text)
      .split(" ")
      .filter((word) => word !== "")
      .map((word) => word.slice(0, LONGEST)),
  ),
];
