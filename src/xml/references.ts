/** XML 1.0 §4.1 and §4.6: references to characters, and the five entities that RFC 6120 §11.1 leaves. */
import { StreamError } from "../stream-error.ts";
import { isCharacter } from "./characters.ts";

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);
const NUMERIC = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/;

function characterOf(reference: string): string {
  const entity = ENTITIES.get(reference);
  if (entity !== undefined) return entity;
  const [, hexadecimal, decimal] = NUMERIC.exec(reference) ?? [];
  if (hexadecimal === undefined && decimal === undefined) {
    if (/^[\s#]|^$/.test(reference)) throw new StreamError("not-well-formed", "a reference without a name");
    throw new StreamError("restricted-xml", "an entity other than the five of XML");
  }
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number.parseInt(decimal, 10);
  if (!isCharacter(code))
    throw new StreamError("not-well-formed", "a reference to a character that XML does not allow");
  return String.fromCodePoint(code);
}

/** `text` with each reference replaced by its character. Throws StreamError (not-well-formed, restricted-xml). */
export function withoutReferences(text: string): string {
  let result = "";
  let from = 0;
  for (let at = text.indexOf("&"); at >= 0; at = text.indexOf("&", from)) {
    const end = text.indexOf(";", at);
    if (end < 0) throw new StreamError("not-well-formed", "a reference without its semicolon");
    result += text.slice(from, at) + characterOf(text.slice(at + 1, end));
    from = end + 1;
  }
  return result + text.slice(from);
}
