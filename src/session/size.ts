/** How much a stanza is. */
import type { Element } from "ltx";

/** In bytes, as it would be sent. */
export const sizeOf = (stanza: Element): number => Buffer.byteLength(stanza.toString());
