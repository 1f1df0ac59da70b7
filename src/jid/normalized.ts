/** UAX #15 §13: Unicode normalisation whose cost is in proportion to the text, whoever wrote it. */

/** UAX15-D3: how many combining marks in a row any text of any language may need. */
const MOST_MARKS = 30;
/** The combining grapheme joiner: marks are not put in order across it (UAX15-D4). */
const JOINER = "\u034F";
/** What may be a non-starter, by itself or decomposed: every mark, and the halfwidth ones of Katakana. */
const MARK = "[\\p{M}\\uFF9E\\uFF9F]";
const TOO_MANY = new RegExp(`${MARK}{${MOST_MARKS}}(?=${MARK})`, "gu");

/**
 * A text in one form. Marks in a row are sorted, which takes the square of their number: after each 30 of them comes a joiner,
 * as the Stream-Safe Text Process has it, so that a text of a few kilobytes does not cost seconds. Joiners are in no name
 * (RFC 8264 §9.13) and in no word.
 */
export const normalized = (text: string, form: "NFC" | "NFD" | "NFKC" | "NFKD"): string =>
  text.replace(TOO_MANY, `$&${JOINER}`).normalize(form);
