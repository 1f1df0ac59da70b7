/** What is thrown while a stanza is handled, as the stanza error that its sender gets. */
import type { Logger } from "../log.ts";
import type { Stanza } from "../stanza.ts";
import { StanzaError, type StanzaErrorCondition } from "../stanza-error.ts";
import { AccountError, type AccountErrorReason, StoreError } from "../store/errors.ts";

/** What was not foreseen is logged, and becomes internal-server-error. */
export function toStanzaError(error: unknown, { name, id, from }: Stanza, log: Pick<Logger, "error">): StanzaError {
  if (error instanceof StanzaError) return error;
  if (error instanceof StoreError && error.reason === "full")
    return new StanzaError("resource-constraint", { text: error.message });
  const { stack } = error instanceof Error ? error : { stack: String(error) };
  log.error({ event: "stanza-failed", name, id, from: from.full, stack });
  return new StanzaError("internal-server-error");
}

const CONDITIONS: Record<AccountErrorReason, StanzaErrorCondition> = {
  exists: "conflict",
  unknown: "item-not-found",
  password: "not-acceptable",
  short: "not-acceptable",
  "account-elsewhere": "not-allowed",
  "password-elsewhere": "not-allowed",
};

/** An AccountError as a StanzaError; anything else as it is. */
export const accountErrorToStanzaError = (error: unknown): unknown =>
  error instanceof AccountError ? new StanzaError(CONDITIONS[error.reason], { text: error.message }) : error;
