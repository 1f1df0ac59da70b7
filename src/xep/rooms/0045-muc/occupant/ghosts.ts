/** XEP-0045 §18.1.2: who is not there any more, whatever the room believes: an error has come back from an occupant's client. */
import { conditionsIn, type Stanza } from "../../../../stanza.ts";

const DELIVERY_FAILED: ReadonlySet<string> = new Set([
  "gone",
  "item-not-found",
  "recipient-unavailable",
  "redirect",
  "remote-server-not-found",
  "remote-server-timeout",
]);

/** What the error in a stanza says; undefined where it says nothing. */
export function conditionIn({ xml }: Stanza): string | undefined {
  return conditionsIn(xml)[0]?.getName();
}

/** Whether the error says that what the room had sent did not arrive. */
export const isGhost = (stanza: Stanza): boolean => DELIVERY_FAILED.has(conditionIn(stanza) ?? "");
