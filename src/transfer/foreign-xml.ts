/** XML that another server has stored. */
import type { Element } from "ltx";
import { StreamError } from "../stream-error.ts";
import { limitsFor } from "../xml/limits.ts";
import { parseForeign } from "../xml/parse-element.ts";

/** An element with a photo or a file in it is the largest that there is. */
const LIMITS = limitsFor(16 * 1024 * 1024);

/** The element; undefined for what is none, or has a document type declaration. */
export function elementIn(text: string): Element | undefined {
  try {
    return parseForeign(text, LIMITS);
  } catch (error) {
    if (error instanceof StreamError) return undefined;
    throw error;
  }
}

/** Without what is around it, and with the namespace that it had there. */
export function alone(element: Element): Element {
  const namespace = element.getNS();
  element.parent = null;
  if (namespace !== undefined) element.attrs.xmlns = namespace;
  return element;
}
