/** Unicode UTS #39, §4, in small: nicknames that may be taken for each other, so that nobody speaks as somebody else. */
import { normalized } from "../../../jid/normalized.ts";

/** Small letters of other scripts that are drawn as these. */
const SMALL: Readonly<Record<string, string>> = {
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

/** Capitals of other scripts, which are not always drawn as the small ones are. */
const CAPITAL: Readonly<Record<string, string>> = {
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

/** What stands upright and has no dot is told apart in few fonts. */
const UPRIGHT = /[IlıɩιӏӀ1|]/gu;

const asDrawn = (likenesses: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(likenesses).flatMap(([letter, others]) => [...others].map((other) => [other, letter])));
const SMALL_LETTERS = asDrawn(SMALL);
const CAPITALS = asDrawn(CAPITAL);

const drawn = (text: string, as: ReadonlyMap<string, string>): string =>
  [...text].map((character) => as.get(character) ?? character).join("");

/**
 * Two keys: how it is read (without regard to capitals and to the script that it is written in) and how it is drawn. Who has
 * one of them in common may be taken for the other; "Ali" and "All" have neither, "Ali" and "AIi" (with an I) are drawn alike.
 * Accents are seen (UTS #39 §4 keeps them, too): many a name differs from another by them alone.
 */
export function confusableKeys(nick: string): readonly [reading: string, drawing: string] {
  const plain = normalized(nick, "NFKD")
    .replace(/\p{DI}/gu, "")
    // What is not drawn is a space, whatever it is called.
    .replace(/[\s\u2800]+/gu, " ")
    .trim();
  const reading = drawn(plain.toLowerCase(), SMALL_LETTERS).replace(/[1|]/g, "l");
  const upright = drawn(plain, CAPITALS).replace(UPRIGHT, "|");
  const drawing = drawn(upright.toLowerCase(), SMALL_LETTERS).replaceAll("rn", "m").replaceAll("vv", "w");
  return [`read ${reading}`, `drawn ${drawing}`];
}

/** Whether there is anything to be seen. */
export const isVisible = (nick: string): boolean => confusableKeys(nick)[1] !== "drawn ";

/** Whether two nicknames may be taken for each other. */
export function areConfusable(one: string, other: string): boolean {
  const [reading, drawing] = confusableKeys(other);
  const [reads, looks] = confusableKeys(one);
  return reading === reads || drawing === looks;
}
