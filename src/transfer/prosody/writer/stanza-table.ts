/** Elements as tables, as Prosody's util.stanza keeps them: no prefixes, but the namespace in each name that has one. */
import type { Element } from "ltx";
import { NS_CLIENT } from "../../../namespaces.ts";
import type { LuaTable, LuaValue } from "../lua.ts";
import { table } from "./lua-text.ts";

/** A stanza is in no namespace of its own: that of clients goes without saying. */
export const stanzaTable = (stanza: Element): LuaTable => tableOf(stanza, stanza.getNS() ?? NS_CLIENT);

/** With its namespace, whatever it stands in. */
export const elementTable = (element: Element): LuaTable => tableOf(element, undefined);

function tableOf(element: Element, around: string | undefined): LuaTable {
  const namespace = element.getNS() ?? around;
  const attributes: [string, LuaValue | undefined][] = [["xmlns", namespace === around ? undefined : namespace]];
  for (const [name, value] of Object.entries<unknown>(element.attrs)) {
    if (value == null || name === "xmlns" || name.startsWith("xmlns:")) continue;
    attributes.push([nameIn(element, name), String(value)]);
  }
  const children = element.children.map((child) =>
    typeof child === "string" ? child : tableOf(child as Element, namespace),
  );
  return table(
    [
      ["name", element.getName()],
      ["attr", table(attributes)],
    ],
    children,
  );
}

/** "NAMESPACE\1NAME" for one with a prefix; that of XML itself stays. */
function nameIn(element: Element, name: string): string {
  const [prefix, local] = name.split(":");
  if (local === undefined || prefix === undefined || prefix === "xml") return name;
  return `${element.findNS(prefix) ?? prefix}\u0001${local}`;
}
