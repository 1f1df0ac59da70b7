/** UAX #15 §13: Unicode normalization in time proportional to the length of the text, whatever its content. */

/** UAX15-D3: combining marks in a row; no text of any language needs more. */
const MAX_MARKS = 30;
/** The combining grapheme joiner: marks are not reordered across it (UAX15-D4). */
const JOINER = "\u034F";
/** A character that may be a non-starter, by itself or decomposed: every mark, and the halfwidth ones of Katakana. */
const MARK = "[\\p{M}\\uFF9E\\uFF9F]";
const TOO_MANY = new RegExp(`${MARK}{${MAX_MARKS}}(?=${MARK})`, "gu");

/**
 * The text in a normalization form. Normalizing sorts the marks of a run in quadratic time, so the Stream-Safe Text Process
 * inserts a joiner after each 30 of them: otherwise a text of a few kilobytes takes seconds. Names never contain joiners
 * (RFC 8264 §9.13).
 */
export const normalized = (text: string, form: "NFC" | "NFD" | "NFKC" | "NFKD"): string =>
  text.replace(TOO_MANY, `$&${JOINER}`).normalize(form);
