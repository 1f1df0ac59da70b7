/** What stands between the quotes of a string or an atom of Erlang (Reference Manual, "Escape Sequences"). */

const ESCAPES: Readonly<Record<string, number>> = { b: 8, d: 127, e: 27, f: 12, n: 10, r: 13, s: 32, t: 9, v: 11 };

/** The bytes that are meant; `text`: those of the file, as characters of one byte each. `\ddd` is octal, `\x{…}` a character. */
export const unescaped = (text: string): Buffer =>
  Buffer.from(
    text.replace(
      /\\(?:x\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|([0-7]{1,3})|([\s\S]))/g,
      (_, wide, hex, octal, letter) => meant(wide ?? hex, octal, letter),
    ),
    "latin1",
  );

/** As characters of one byte each. */
function meant(hex: string | undefined, octal: string | undefined, letter: string | undefined): string {
  if (letter !== undefined) return String.fromCharCode(ESCAPES[letter] ?? letter.charCodeAt(0));
  const code = hex === undefined ? Number.parseInt(octal ?? "", 8) : Number.parseInt(hex, 16);
  if (code < 256) return String.fromCharCode(code);
  return code > 0x10ffff ? "\ufffd" : Buffer.from(String.fromCodePoint(code)).toString("latin1");
}
