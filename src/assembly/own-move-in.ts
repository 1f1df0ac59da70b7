/** Bringing one's old account, from the account's page: it goes on while nobody looks, and its end is remembered. */
import { BoundedMap } from "../bounded-map.ts";
import { HOUR, systemClock } from "../clock.ts";
import { storedJid } from "../jid/jid.ts";
import type { Logger } from "../log.ts";
import { RateLimit } from "../net/rate-limit.ts";
import { OperationError } from "../operation-error.ts";
import { parseForeignAccount } from "../operations/addresses.ts";
import type { MoveInOperations } from "../operations/move-in.ts";
import type { OwnMoveIn, OwnMoveInState } from "../web/pages/account/move-in.ts";

/** Accounts whose last one is remembered. */
const MAX_REMEMBERED = 1000;
/** Of an account: passwords are tried at other servers in the name of this one. */
const ATTEMPTS = 10;

export interface OwnMoveInDeps {
  /** Asked for with each request: it is there once the server has started. */
  readonly moveIn: () => MoveInOperations;
  readonly log: Pick<Logger, "info" | "error">;
}

export function ownMoveIn({ moveIn, log }: OwnMoveInDeps): OwnMoveIn {
  const states = new BoundedMap<string, OwnMoveInState>(MAX_REMEMBERED);
  const attempts = new RateLimit({ burst: ATTEMPTS, perSecond: (ATTEMPTS * 1000) / HOUR }, systemClock);

  return {
    stateOf: (account) => states.get(account),
    start: (account, { from: typed, password, follows }) => {
      const from = parseForeignAccount(typed);
      const to = storedJid(account);
      if (states.get(account)?.is === "running") throw new OperationError("move-in-runs", { account });
      const run = moveIn().start({ from, to, password, mayExist: true, follows, isTrial: false });
      if (!attempts.take(account)) throw new OperationError("too-many-attempts", {});
      const begun = { is: "running", from: from.bare } as const;
      states.set(account, begun);
      log.info({ event: "move-in-started", account, from: from.bare });
      run((step) => {
        if ("result" in step) states.set(account, { is: "done", from: from.bare, result: step.result });
        else states.set(account, { ...begun, step });
      }, new AbortController().signal).catch((error: unknown) => {
        if (error instanceof OperationError) return void states.set(account, { is: "failed", from: from.bare, error });
        states.delete(account);
        log.error({ event: "move-in-failed", account, cause: error instanceof Error ? error.stack : String(error) });
      });
    },
  };
}
