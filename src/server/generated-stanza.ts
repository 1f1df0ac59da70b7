/** What the server itself says, on its way as if a client of ours had sent it. */
import type { Element } from "ltx";
import { parseJid } from "../jid/jid.ts";
import type { Logger } from "../log.ts";
import { type Stanza, stanzaOf } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";

/**
 * The stanza, from the local address in its `from`. Undefined where it cannot be sent, which is logged: nobody who says
 * something while a session or the whole server ends is to be stopped by an address that is none.
 */
export function generatedStanza(element: Element, log: Pick<Logger, "warn">): Stanza | undefined {
  try {
    return stanzaOf(element, parseJid(element.attrs.from ?? ""));
  } catch (error) {
    if (!(error instanceof StanzaError)) throw error;
    const { from, to } = element.attrs;
    log.warn({ event: "own-stanza-dropped", name: element.name, from, to, reason: error.message });
    return undefined;
  }
}
