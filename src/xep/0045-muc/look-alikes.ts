/** Unicode UTS #39, §4, in small: nicknames that look alike have the same skeleton, so that nobody speaks as somebody else. */

/** Letters of other scripts (and digits) that are drawn as these. Capitals have their own likenesses. */
const LIKENESSES: Readonly<Record<string, string>> = {
  a: "аαɑАΑᎪ",
  b: "ьВΒᏴᏏβ",
  c: "сϲСϹᏟ",
  d: "ԁđðᎠᏧ",
  e: "еєεЕΕᎬ",
  f: "ϝ",
  g: "ɡցԌᏀ",
  h: "һհħНΗᎻ",
  j: "јϳյЈᎫ",
  k: "кκКΚᏦ",
  m: "мМΜᎷ",
  n: "пηոņΝŋ",
  o: "оοօσøОΟՕ0",
  p: "рρþРΡᏢ",
  q: "ԛգզ",
  r: "гʀᎡᏒ",
  s: "ѕʂЅՏᏚ5",
  t: "тτТΤᎢ",
  u: "υսμ",
  v: "νѵѴᏙ",
  w: "ԝωшᎳᏔ",
  x: "хχХΧ",
  y: "уγүУΥҮ",
  z: "ζΖᏃ",
  // What stands upright and alone: i, l, I and 1 are told apart in few fonts.
  l: "iI1|ıɩіιӏІΙӀłᎥᏞᏆ",
};

const AS_DRAWN: ReadonlyMap<string, string> = new Map(
  Object.entries(LIKENESSES).flatMap(([letter, likenesses]) => [...likenesses].map((other) => [other, letter])),
);

const drawn = (text: string): string => [...text].map((character) => AS_DRAWN.get(character) ?? character).join("");

/** The same text for all that look the same: without accents, capitals and the script that it is written in. */
export function skeletonOf(nick: string): string {
  const plain = nick.normalize("NFKD").replace(/[\p{M}\p{DI}]/gu, "");
  // Once as typed, for capitals, and once in lower case.
  const letters = drawn(drawn(plain).toLowerCase()).replaceAll("rn", "m").replaceAll("vv", "w");
  return letters.replace(/\s+/g, " ").trim() || nick;
}

/** Whether two nicknames may be taken for each other. */
export const lookAlike = (one: string, other: string): boolean => skeletonOf(one) === skeletonOf(other);
