/** Work whose failure does not fail the stanza at hand: it is undone and logged. */
import type { Logger } from "../log.ts";
import { StanzaError } from "../stanza-error.ts";
import type { Database } from "../store/database.ts";

/** Does all of `work`. Where it throws a StanzaError, undoes it, logs `event` and returns false. */
export function tryAtomically(
  { db, log }: { readonly db: Pick<Database, "atomically">; readonly log: Pick<Logger, "info"> },
  event: string,
  account: string,
  work: () => void,
): boolean {
  try {
    db.atomically(work);
    return true;
  } catch (error) {
    if (!(error instanceof StanzaError)) throw error;
    log.info({ event, account, condition: error.condition });
    return false;
  }
}
