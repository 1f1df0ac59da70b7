/** RFC 6120 §8.1.2.1: a client speaks as itself. */
import { type Jid, tryParseJid } from "../jid/jid.ts";
import { StreamError } from "../stream-error.ts";

/** `from`: what the client says that it is, if it does. Throws StreamError invalid-from. */
export function checkFrom(from: string | undefined, { full, bare }: Jid): void {
  if (from === undefined || from === full || from === bare) return;
  const claimed = tryParseJid(from);
  if (claimed?.full !== full && claimed?.full !== bare) throw new StreamError("invalid-from");
}
