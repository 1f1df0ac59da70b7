/** How much a stanza is. */
import type { Element } from "ltx";
import { print } from "../xml/print.ts";
import { weightOf } from "../xml/weight.ts";

/** In bytes, as it would be sent; what many get is not printed again for each of them. */
export const sizeOf = (stanza: Element): number => Buffer.byteLength(print(stanza));

/** The same, and what it holds in memory. `sent` is how many bytes of it have just been sent: none where nobody is there. */
export function measured(stanza: Element, sent = 0): { readonly bytes: number; readonly weight: number } {
  const bytes = sent || sizeOf(stanza);
  return { bytes, weight: weightOf(stanza, bytes) };
}
