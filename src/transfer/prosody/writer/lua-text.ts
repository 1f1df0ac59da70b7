/** Values as the Lua that Prosody's util.serialization reads: in ASCII alone. */
import { isTable, type LuaKey, type LuaTable, type LuaValue } from "../lua.ts";

/** Entries that are undefined are left out. */
export const table = (
  entries: Iterable<readonly [LuaKey, LuaValue | undefined]>,
  array: readonly LuaValue[] = [],
): LuaTable => {
  const fields = new Map<LuaKey, LuaValue>();
  for (const [key, value] of entries) if (value !== undefined) fields.set(key, value);
  return { array, fields };
};

export function printLua(value: LuaValue): string {
  if (value === null) return "nil";
  if (typeof value === "string") return quoted(value);
  if (value instanceof Uint8Array) return quotedBytes(value);
  if (!isTable(value)) return String(value);
  const fields = [...value.fields].map(([key, field]) => `[${printLua(key)}] = ${printLua(field)};`);
  return `{${[...fields, ...value.array.map((element) => `${printLua(element)};`)].join(" ")}}`;
}

/** What stands for itself between quotes. */
const PLAIN = /^[ !#-[\]-~]*$/;

const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : quotedBytes(Buffer.from(text)));

const quotedBytes = (bytes: Uint8Array): string => {
  let text = "";
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    text += PLAIN.test(character) ? character : `\\${String(byte).padStart(3, "0")}`;
  }
  return `"${text}"`;
};
