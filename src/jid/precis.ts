/** RFC 8264 and 8265 (PRECIS): the IdentifierClass for names, the FreeformClass for everything else, and their profiles. */
import { normalized } from "./normalized.ts";

/** Why a text was refused, in a sentence for the person who typed it. */
export class PrecisError extends Error {}

// RFC 8264 §9.6, §9.9 and §9.13: exceptions that are never valid, old Hangul jamo, default ignorable code points.
const NEVER =
  "\\u0640\\u07FA\\u302E\\u302F\\u3031-\\u3035\\u303B\\u1100-\\u11FF\\uA960-\\uA97C\\uD7B0-\\uD7C6\\uD7CB-\\uD7FB\\p{DI}";
// §9.6: exceptions that are valid, alone or (with §9.8, join controls) in their context.
const EXCEPTIONS = "\\u06FD\\u06FE\\u0F0B\\u3007\\u00B7\\u0375\\u05F3\\u05F4\\u30FB\\u200C\\u200D";
const IDENTIFIER = new RegExp(
  `^[\\x21-\\x7E${EXCEPTIONS}[[\\p{Ll}\\p{Lu}\\p{Lo}\\p{Nd}\\p{Lm}\\p{Mn}\\p{Mc}]--[${NEVER}]]]+$`,
  "v",
);
const FREEFORM = new RegExp(`^[${EXCEPTIONS}[[\\p{L}\\p{M}\\p{N}\\p{S}\\p{P}\\p{Zs}]--[${NEVER}]]]+$`, "v");

/** Longer texts, in UTF-16 code units, are not prepared: none of 1023 octets (RFC 7622 §3.1) has as many, however its accents are written. */
const MAX_TYPED = 2048;
const TOO_LONG = "it is too long";

/** Whether every code point is of the IdentifierClass (RFC 8264 §4.2) and in a context that allows it. */
export function isIdentifier(text: string): boolean {
  if (!IDENTIFIER.test(text)) return false;
  // §9.17: a character with a compatibility equivalent looks like another one.
  for (const character of text) if (character.normalize("NFKC") !== character) return false;
  return hasContext(text);
}

const isFreeform = (text: string): boolean => FREEFORM.test(text) && hasContext(text);

// RFC 5892 appendix A, rules 3 to 6: a code point whose neighbour is of another script than the rule requires.
const OUT_OF_CONTEXT = /(?<!l)\u00B7|\u00B7(?!l)|\u0375(?!\p{Script=Greek})|(?<!\p{Script=Hebrew})[\u05F3\u05F4]/u;
const OF_JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

function hasContext(text: string): boolean {
  if (OUT_OF_CONTEXT.test(text)) return false;
  // Rule 7, then 8 and 9: the two series of Arabic digits look alike.
  if (text.includes("\u30FB") && !OF_JAPANESE.test(text)) return false;
  if (/[\u0660-\u0669]/u.test(text) && /[\u06F0-\u06F9]/u.test(text)) return false;
  return hasJoiningContext(text);
}

const JOINER = /[\u200C\u200D]/u;

/** Rules 1 and 2: a zero-width (non-)joiner follows a virama; a non-joiner may also part letters that would join. */
function hasJoiningContext(text: string): boolean {
  if (!JOINER.test(text)) return true;
  const { combiningClassVirama, validZWNJ } = directionTables();
  // Letters and joiners in turn: "", joiner, "romeo" for a text that begins with a joiner.
  const pieces = text.split(/([\u200C\u200D])/u);
  for (let index = 1; index < pieces.length; index += 2) {
    const [before = "", joiner = "", after = ""] = pieces.slice(index - 1, index + 2);
    const followsVirama = combiningClassVirama.test([...before].at(-1) ?? "");
    const partsLetters = joiner === "\u200C" && validZWNJ.test(before + joiner + after);
    if (!followsVirama && !partsLetters) return false;
  }
  return true;
}

/** The tables of RFC 5893 and RFC 5892, loaded when they are first needed: most homes never do, and they take some megabytes. */
const directionTables = (): typeof import("tr46/lib/regexes.js") => require("tr46/lib/regexes.js");

const BEYOND_ASCII = /[^\x00-\x7F]/;

/** RFC 5893 §2, applied to texts with any character that is written from right to left. */
function obeysBidiRule(text: string): boolean {
  if (!BEYOND_ASCII.test(text)) return true;
  const tables = directionTables();
  if (!tables.bidiDomain.test(text)) return true;
  const [first = ""] = text;
  if (tables.bidiS1LTR.test(first)) return tables.bidiS5.test(text) && tables.bidiS6.test(text);
  if (!tables.bidiS1RTL.test(first)) return false;
  const mixesNumbers = tables.bidiS4EN.test(text) && tables.bidiS4AN.test(text);
  return tables.bidiS2.test(text) && tables.bidiS3.test(text) && !mixesNumbers;
}

/** Fullwidth and halfwidth forms become the ordinary ones (RFC 8264 §5.2.1). */
export const withOrdinaryWidth = (text: string): string =>
  text.replace(/[\u3000\uFF01-\uFFEE]/gu, (character) => character.normalize("NFKC"));

/** Lower case (RFC 8264 §5.2.3); a capital sigma gives the same letter wherever it stands (RFC 7622 §3.5). */
export const inLowerCase = (text: string): string => text.replaceAll("Σ", "σ").toLowerCase();

/**
 * UsernameCaseMapped (RFC 8265 §3.3): the one form of a name that people may write in several ways.
 * Throws PrecisError.
 */
export function usernameCaseMapped(text: string): string {
  if (text.length > MAX_TYPED) throw new PrecisError(TOO_LONG);
  const ordinary = withOrdinaryWidth(text);
  const name = normalized(inLowerCase(ordinary), "NFC");
  // `normalized` puts a joiner between too many marks; no valid name has one.
  if (name.includes("\u034F") || name.length > MAX_TYPED) throw new PrecisError(TOO_LONG);
  // Both are checked: what normalization moves or makes may be out of its context (RFC 8264 §7: the rules hold for the result).
  if (!isIdentifier(ordinary) || !isIdentifier(name))
    throw new PrecisError("a name has letters, digits and signs, and no space");
  if (!obeysBidiRule(name)) throw new PrecisError("a name is written either from left to right or from right to left");
  return name;
}

/** OpaqueString (RFC 8265 §4.2): passwords and resourceparts, as typed except for non-ASCII spaces. Throws PrecisError. */
export function opaqueString(text: string): string {
  if (text.length > MAX_TYPED) throw new PrecisError(TOO_LONG);
  const prepared = normalized(text.replace(/\p{Zs}/gu, " "), "NFC");
  if (prepared.length > MAX_TYPED) throw new PrecisError(TOO_LONG);
  // Both are checked: normalization may make a character that is out of its context (U+0387 becomes U+00B7).
  if (isFreeform(text) && isFreeform(prepared)) return prepared;
  throw new PrecisError("it is empty, or has a control character or an invisible one");
}

/** The Nickname profile (RFC 8266 §2): as typed, without superfluous spaces and compatibility characters. Throws PrecisError. */
export function nickname(text: string): string {
  let current = text;
  // §2.1: the rules are applied until the text is stable, three times more at most.
  for (let times = 0; times < 4; times += 1) {
    const prepared = normalized(opaqueString(current), "NFKC").replace(/ +/g, " ").replace(/^ | $/g, "");
    if (prepared === "") throw new PrecisError("it has nothing to be seen");
    if (prepared === current) return current;
    current = prepared;
  }
  throw new PrecisError("it becomes another text whenever it is written in its one form");
}
