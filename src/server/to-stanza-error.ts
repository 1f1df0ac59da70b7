/** What the sender of a stanza is told where it was not taken. */
import type { Logger } from "../log.ts";
import type { Stanza } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { StoreError } from "../store/errors.ts";

/** `error` as it is told. What nobody foresaw is written down. */
export function toStanzaError(error: unknown, { name, id, from }: Stanza, log: Pick<Logger, "error">): StanzaError {
  if (error instanceof StanzaError) return error;
  if (error instanceof StoreError && error.reason === "full")
    return new StanzaError("resource-constraint", { text: error.message });
  const { stack } = error instanceof Error ? error : { stack: String(error) };
  log.error({ event: "stanza-failed", name, id, from: from.full, stack });
  return new StanzaError("internal-server-error");
}
