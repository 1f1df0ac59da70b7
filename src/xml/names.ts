/** Namespaces in XML 1.0 §3 and §4: names, as XML 1.0 (fifth edition) §2.3 spells them. */
import { StreamError } from "../stream-error.ts";

const START =
  "A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}" +
  "\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}";
const FURTHER = `${START}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}\\u{2040}`;
const NCNAME = new RegExp(`[${START}][${FURTHER}]*`, "uy");

/** For ASCII: 0 not in a name, 1 further on in a name, 2 also at its start. */
const ASCII = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[A-Z_a-z]/.test(character) ? 2 : /[-.0-9]/.test(character) ? 1 : 0;
});

/** Where the NCName that begins at `from`, and does not reach the text's end, ends; `from` if none begins there. */
function ncNameEnd(text: string, from: number): number {
  let at = from;
  let code = text.charCodeAt(at);
  if (code < 128 && ASCII[code] !== 2) return from;
  while (code < 128 && ASCII[code] !== 0) code = text.charCodeAt(++at);
  if (code < 128) return at;
  NCNAME.lastIndex = from;
  return NCNAME.test(text) ? NCNAME.lastIndex : from;
}

/** Where the part of a name, its prefix or its local part, that begins at `from` ends. Throws StreamError if none does. */
export function namePartEnd(text: string, from: number): number {
  const end = ncNameEnd(text, from);
  if (end === from) throw new StreamError("not-well-formed", "a name is missing");
  return end;
}
