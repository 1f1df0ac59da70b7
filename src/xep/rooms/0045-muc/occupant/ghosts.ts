/** XEP-0045 §18.1.2: ghosts: occupants whose client is gone, as an error from it says. */
import { conditionsIn, type Stanza } from "../../../../stanza.ts";

const DELIVERY_FAILED: ReadonlySet<string> = new Set([
  "gone",
  "item-not-found",
  "recipient-unavailable",
  "redirect",
  "remote-server-not-found",
  "remote-server-timeout",
]);

/** The condition of an error stanza; undefined where it has none. */
export function conditionIn({ xml }: Stanza): string | undefined {
  return conditionsIn(xml)[0]?.getName();
}

/** Whether the error says that a stanza of the room could not be delivered. */
export const isGhost = (stanza: Stanza): boolean => DELIVERY_FAILED.has(conditionIn(stanza) ?? "");
