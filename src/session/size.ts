/** How much a stanza is. */
import type { Element } from "ltx";
import { print } from "../xml/print.ts";

/** In bytes, as it would be sent; what many get is not printed again for each of them. */
export const sizeOf = (stanza: Element): number => Buffer.byteLength(print(stanza));
