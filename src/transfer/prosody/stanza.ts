/** Elements as Prosody stores them: tables with `name`, `attr`, and what is inside in the array part. */
import { Element } from "ltx";
import { isTable, type LuaTable, type LuaValue } from "./lua.ts";

/** A name of XML without a prefix (Namespaces in XML 1.0 §3). */
const ASCII_NAME = /^[A-Za-z_][-.\w]*$/;
const NAME = /^[\p{L}_][-.\p{L}\p{M}\p{N}_]*$/u;
const isName = (text: string): boolean => ASCII_NAME.test(text) || NAME.test(text);
/** Between the namespace and the name of an attribute. */
const SEPARATOR = "\u0001";

/** The element; undefined for a table that is none. A namespace that it does not name is `inherited`. */
export function elementOf(table: LuaTable, inherited?: string): Element | undefined {
  const element = nodeOf(table, undefined);
  if (element && inherited !== undefined) element.attrs.xmlns ??= inherited;
  return element;
}

/** `around` is the namespace of the parent, which children that are in it as well need not repeat. */
function nodeOf(table: LuaTable, around: string | undefined): Element | undefined {
  const name = table.fields.get("name");
  if (typeof name !== "string" || !isName(name)) return undefined;
  const element = new Element(name, attributesOf(table.fields.get("attr")));
  const namespace: string | undefined = element.attrs.xmlns ?? around;
  if (namespace === around) delete element.attrs.xmlns;
  for (const child of table.array) {
    const node = typeof child === "string" ? child : isTable(child) ? nodeOf(child, namespace) : undefined;
    if (node === undefined) return undefined;
    element.cnode(node as Element);
  }
  return element;
}

/** Those that a storage adds to a stanza beside its own. */
const OF_STORAGE = new Set(["stamp", "stamp_legacy"]);

/** The stanza without what the storage has added to its attributes. */
export function stanzaOf(table: LuaTable, inherited?: string): Element | undefined {
  const element = elementOf(table, inherited);
  if (element) for (const name of OF_STORAGE) delete element.attrs[name];
  return element;
}

function attributesOf(table: LuaValue | undefined): Record<string, string> {
  const attributes: Record<string, string> = {};
  if (!isTable(table)) return attributes;
  let prefixes = 0;
  for (const [key, value] of table.fields) {
    if (typeof key !== "string" || (typeof value !== "string" && typeof value !== "number")) continue;
    const [first, second] = key.split(SEPARATOR);
    if (second === undefined) {
      if (key === "xml:lang" || isName(key)) attributes[key] = String(value);
    } else if (isName(second)) {
      const prefix = `p${++prefixes}`;
      attributes[`xmlns:${prefix}`] = first ?? "";
      attributes[`${prefix}:${second}`] = String(value);
    }
  }
  return attributes;
}
