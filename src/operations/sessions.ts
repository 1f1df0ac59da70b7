/** Operations on sessions: who is online, ending them. */
import type { Element } from "ltx";
import type { Logger } from "../log.ts";
import { OperationError } from "../operation-error.ts";
import type { Server } from "../server/module.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import { StreamError } from "../stream-error.ts";
import type { SessionAdministration } from "../xep/0133-administration/operations.ts";
import { forEachInTurns } from "./in-turns.ts";

/** What the commands of XEP-0133 need, and what other doors do. */
export interface SessionOperations extends SessionAdministration {}

export interface SessionDeps extends Pick<Server, "sessions" | "inTurns"> {
  readonly accounts: Pick<Accounts, "exists">;
  readonly db: Pick<Database, "afterSync">;
  readonly log: Pick<Logger, "error">;
}

const AWAY: ReadonlySet<string | null> = new Set(["away", "xa"]);

/** As the person says: XEP-0352 §7 keeps what an app does in the background to itself. */
const isAway = (presence: Element): boolean => AWAY.has(presence.getChildText("show"));

export function sessionOperations({ sessions, accounts, inTurns, db, log }: SessionDeps): SessionOperations {
  const online = (): string[] => [...new Set([...sessions.all()].map(({ account }) => account))].sort();
  const isActive = (account: string): boolean =>
    [...sessions.of(account)].some(({ presence }) => presence && !isAway(presence));
  return {
    online,
    active: () => online().filter(isActive),
    idle: () => online().filter((account) => !isActive(account)),
    end: (of, by) => {
      const ending = of.flatMap(({ bare, full, resource }) => {
        if (!accounts.exists(bare)) throw new OperationError("no-such-account", { account: bare });
        return [...sessions.of(bare)].filter(({ jid }) => resource === "" || jid.full === full);
      });
      const reason = new StreamError("policy-violation", "an administrator has ended this session");
      const end = (): void =>
        void forEachInTurns(inTurns, by, ending, (session) => session.end(reason)).catch((error) =>
          log.error({ event: "sessions-not-ended", error }),
        );
      db.afterSync(() => queueMicrotask(end));
      return ending.length;
    },
  };
}
