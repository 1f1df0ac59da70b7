/** RFC 6120 §8: a stanza as a client or a component sends it. */
import type { Element } from "ltx";
import { type Jid, tryParseJid } from "../jid/jid.ts";
import { errorOfMalformed, type Stanza, stanzaOf } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { StreamError } from "../stream-error.ts";

/** Undefined where the stanza is malformed; then `session` sends the error for it, if it gets one. */
export function readStanza(
  element: Element,
  sender: Jid,
  session: { send(stanza: Element): void },
): Stanza | undefined {
  try {
    return stanzaOf(element, sender);
  } catch (error) {
    if (!(error instanceof StanzaError)) throw error;
    const answer = errorOfMalformed(element, sender, undefined, error);
    if (answer) session.send(answer);
    return undefined;
  }
}

/** §8.1.2.1: throws StreamError invalid-from unless a stanza's `from` is the client's own address, or absent. */
export function checkFrom(from: string | undefined, { full, bare }: Jid): void {
  if (from === undefined || from === full || from === bare) return;
  const claimed = tryParseJid(from);
  if (claimed?.full !== full && claimed?.full !== bare) throw new StreamError("invalid-from");
}
