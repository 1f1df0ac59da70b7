/** What is thrown while a stanza is handled, as the stanza error that its sender gets. */
import type { Logger } from "../log.ts";
import type { Stanza } from "../stanza.ts";
import { StanzaError, type StanzaErrorCondition } from "../stanza-error.ts";
import { AccountError, type AccountErrorReason, StoreError } from "../store/errors.ts";

/** What was not foreseen is logged, and becomes internal-server-error. */
export function toStanzaError(error: unknown, { name, id, from }: Stanza, log: Pick<Logger, "error">): StanzaError {
  if (error instanceof StanzaError) return error;
  if (isFull(error)) return resourceConstraint(error);
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

const isFull = (error: unknown): error is StoreError => error instanceof StoreError && error.reason === "full";

const resourceConstraint = ({ message }: StoreError): StanzaError =>
  new StanzaError("resource-constraint", { text: message });

/** An AccountError, and that the disk is full, as a StanzaError; anything else as it is. */
export function accountErrorToStanzaError(error: unknown): unknown {
  if (isFull(error)) return resourceConstraint(error);
  return error instanceof AccountError ? new StanzaError(CONDITIONS[error.reason], { text: error.message }) : error;
}
