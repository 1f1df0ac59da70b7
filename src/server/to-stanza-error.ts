/** What the sender of a stanza is told where it was not taken. */
import type { Logger } from "../log.ts";
import { mayBeAnswered, type Stanza } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { StoreError } from "../store/errors.ts";

/** It may bring something that is to be kept, and its sender can be told that it is not. */
export const mayStoreData = (stanza: Stanza): boolean =>
  mayBeAnswered(stanza) && (stanza.name === "message" || stanza.type === "set");

/** `error` as it is told. What nobody foresaw is written down. */
export function toStanzaError(error: unknown, { name, id, from }: Stanza, log: Pick<Logger, "error">): StanzaError {
  if (error instanceof StanzaError) return error;
  if (error instanceof StoreError && error.reason === "full")
    return new StanzaError("resource-constraint", { text: error.message });
  const { stack } = error instanceof Error ? error : { stack: String(error) };
  log.error({ event: "stanza-failed", name, id, from: from.full, stack });
  return new StanzaError("internal-server-error");
}
