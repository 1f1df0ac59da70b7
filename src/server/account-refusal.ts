/** What a stanza's sender is told where an account could not be made or changed. */
import { StanzaError, type StanzaErrorCondition } from "../stanza-error.ts";
import { AccountError, type AccountErrorReason } from "../store/errors.ts";

const CONDITIONS: Record<AccountErrorReason, StanzaErrorCondition> = {
  exists: "conflict",
  unknown: "item-not-found",
  password: "not-acceptable",
};

/** An AccountError as a StanzaError; anything else as it is. */
export const accountErrorToStanzaError = (error: unknown): unknown =>
  error instanceof AccountError ? new StanzaError(CONDITIONS[error.reason], { text: error.message }) : error;
