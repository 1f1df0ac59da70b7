/** XEP-0060 §7.1: what is in an <item/>, made to stand for itself: it is stored, and sent on in other surroundings. */
import type { Element } from "ltx";
import { copyOf } from "../../../stanza.ts";
import { print } from "../../../xml/print.ts";

/** The element as text, with the namespaces that it has from the elements around it. */
export function standalone(element: Element): string {
  const copy = copyOf(element);
  const text = print(copy);
  for (let around = element.parent; around; around = around.parent) {
    for (const [name, value] of Object.entries(around.attrs)) {
      // Only the innermost declaration counts, and only of prefixes that are used.
      const isUsed =
        name === "xmlns" || (name.startsWith("xmlns:") && text.includes(`${name.slice("xmlns:".length)}:`));
      if (isUsed && copy.attrs[name] === undefined) copy.attrs[name] = value;
    }
  }
  return print(copy);
}
