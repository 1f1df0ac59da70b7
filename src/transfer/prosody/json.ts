/** Lua tables as Prosody writes them in JSON: `__array` is the array part, `__hash` has keys that are no text, each before its value. */
import { type LuaKey, type LuaTable, type LuaValue, MAX_DEPTH } from "./lua.ts";

/** Undefined for a text that is no JSON, or that is deeper than MAX_DEPTH. */
export function fromJson(text: string): LuaValue | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    return luaValue(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether more than MAX_DEPTH arrays and objects are in each other. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (isInString && character === "\\") index++;
    else if (character === '"') isInString = !isInString;
    else if (isInString) continue;
    else if (character === "[" || character === "{") depth++;
    else if (character === "]" || character === "}") depth--;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

function luaValue(value: unknown): LuaValue {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (value === null || typeof value !== "object") return null;
  return Array.isArray(value) ? { array: value.map(luaValue), fields: new Map() } : tableOf(value);
}

function tableOf(object: object): LuaTable {
  const fields = new Map<LuaKey, LuaValue>();
  let array: readonly LuaValue[] = [];
  for (const [key, value] of Object.entries(object)) {
    if (key === "__array" && Array.isArray(value)) array = value.map(luaValue);
    else if (key === "__hash" && Array.isArray(value)) {
      for (let index = 0; index + 1 < value.length; index += 2) {
        const name: unknown = value[index];
        if (typeof name === "string" || typeof name === "number" || typeof name === "boolean")
          fields.set(name, luaValue(value[index + 1]));
      }
    } else fields.set(key, luaValue(value));
  }
  return { array, fields };
}
