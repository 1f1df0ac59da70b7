/** Work that something greater does not depend on: where it is refused, it is undone and written down, and life goes on. */
import type { Logger } from "../log.ts";
import { StanzaError } from "../stanza-error.ts";
import type { Database } from "../store/database.ts";

/** All of `work` or, where a StanzaError is thrown in it, nothing but an event of that name in the log; true if it is done. */
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
