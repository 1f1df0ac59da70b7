/** Confusable nicknames (a small part of UTS #39 §4): no occupant can pose as another. */
import { normalized } from "../../../jid/normalized.ts";

/** For each Latin letter, the small letters of other scripts that look like it. */
const LOWERCASE: Readonly<Record<string, string>> = {
  a: "аαɑ",
  b: "ьβ",
  c: "сϲ",
  d: "ԁđðᏧ",
  e: "еєε",
  f: "ϝ",
  g: "ɡց",
  h: "һհħн",
  i: "ıɩіι",
  j: "јϳյ",
  k: "кκ",
  l: "ӏ",
  m: "м",
  n: "пηոņŋ",
  o: "оοօσø0",
  p: "рρþ",
  q: "ԛգզ",
  r: "гʀ",
  s: "ѕʂ",
  t: "тτ",
  u: "υսμ",
  v: "νѵ",
  w: "ԝωш",
  x: "хχ",
  y: "уγү",
  z: "ζ",
};

/** Likewise capitals; they do not always look like the same letters as their small forms do. */
const UPPERCASE: Readonly<Record<string, string>> = {
  A: "АΑᎪ",
  B: "ВΒᏴᏏ",
  C: "СϹᏟ",
  D: "Ꭰ",
  E: "ЕΕᎬ",
  G: "ԌᏀ",
  H: "НΗᎻ",
  I: "ІΙӀᎥ",
  J: "ЈᎫ",
  K: "КΚᏦ",
  L: "Ꮮ",
  M: "МΜᎷ",
  N: "ΝŊ",
  O: "ОΟՕ",
  P: "РΡᏢ",
  R: "ᎡᏒ",
  S: "ЅՏᏚ",
  T: "ТΤᎢ",
  U: "Ս",
  V: "ѴᏙ",
  W: "ᎳᏔ",
  X: "ХΧ",
  Y: "УΥҮ",
  Z: "ΖᏃ",
};

/** Vertical strokes without a dot, which few fonts distinguish. */
const STROKES = /[IlıɩιӏӀ1|]/gu;

const prototypes = (confusables: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(confusables).flatMap(([letter, others]) => [...others].map((other) => [other, letter])));
const LOWERCASE_PROTOTYPES = prototypes(LOWERCASE);
const UPPERCASE_PROTOTYPES = prototypes(UPPERCASE);

const mapped = (text: string, prototypeOf: ReadonlyMap<string, string>): string =>
  [...text].map((character) => prototypeOf.get(character) ?? character).join("");

/**
 * The two keys of a nickname: how it reads, regardless of case and script, and how it looks. Nicknames are confusable where
 * they share either: "Ali" and "AIi" (with an I) look alike, "Ali" and "All" share neither. Accents count (as in UTS #39 §4):
 * many names differ by them alone.
 */
export function confusableKeys(nick: string): readonly [skeleton: string, drawing: string] {
  const plain = normalized(nick, "NFKD")
    .replace(/\p{DI}/gu, "")
    // U+2800 is drawn as a space, though it is none.
    .replace(/[\s\u2800]+/gu, " ")
    .trim();
  const skeleton = mapped(plain.toLowerCase(), LOWERCASE_PROTOTYPES).replace(/[1|]/g, "l");
  const uppercase = mapped(plain, UPPERCASE_PROTOTYPES).replace(STROKES, "|");
  const drawing = mapped(uppercase.toLowerCase(), LOWERCASE_PROTOTYPES).replaceAll("rn", "m").replaceAll("vv", "w");
  return [`read ${skeleton}`, `drawn ${drawing}`];
}

/** Whether the nickname has any visible character. */
export const isVisible = (nick: string): boolean => confusableKeys(nick)[1] !== "drawn ";
