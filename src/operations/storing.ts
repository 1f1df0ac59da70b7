/** Operations that write: what the store refuses is a failure, and what was written is waited for. */
import { OperationError } from "../operation-error.ts";
import type { Database } from "../store/database.ts";
import { AccountError, StoreError } from "../store/errors.ts";
import { MIN_PASSWORD_LENGTH } from "../store/password-text.ts";

const ACCOUNT_REASONS = {
  exists: "account-exists",
  unknown: "no-such-account",
  password: "bad-password",
  short: "short-password",
  "account-elsewhere": "accounts-elsewhere",
  "password-elsewhere": "password-elsewhere",
} as const;

/** Does `work`, which begins at once. Rejects with OperationError instead of AccountError and of StoreError "full". */
export const storing = <Result>(work: () => Promise<Result>): Promise<Result> =>
  work().catch((error: unknown) => {
    throw operationErrorOf(error);
  });

/** Resolves when everything that was written until now is on the disk. */
export const synced = (db: Pick<Database, "afterSync">): Promise<void> =>
  new Promise((resolve, reject) => db.afterSync(resolve, reject));

function operationErrorOf(error: unknown): unknown {
  if (error instanceof AccountError)
    return new OperationError(ACCOUNT_REASONS[error.reason], {
      account: error.account,
      minimum: MIN_PASSWORD_LENGTH,
      source: error.source ?? "",
    });
  return error instanceof StoreError && error.reason === "full"
    ? new OperationError("disk-full", { why: error.message })
    : error;
}
