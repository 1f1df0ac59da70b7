/** Whether an element has at least what a pattern has. */
import type { Element } from "ltx";

/** True for the same name and namespace, and at least the pattern's attributes, children (in any order) and text. */
export function covers(element: Element, pattern: Element): boolean {
  if (element.getName() !== pattern.getName()) return false;
  if ((element.getNS() ?? "jabber:client") !== (pattern.getNS() ?? "jabber:client")) return false;
  for (const [name, value] of Object.entries(pattern.attrs)) {
    if (name !== "xmlns" && element.attrs[name] !== value) return false;
  }
  const text = pattern.getText().trim();
  if (text !== "" && element.getText() !== text) return false;
  const rest = [...element.getChildElements()];
  return pattern.getChildElements().every((wanted) => {
    const index = rest.findIndex((child) => covers(child, wanted));
    if (index < 0) return false;
    rest.splice(index, 1);
    return true;
  });
}
