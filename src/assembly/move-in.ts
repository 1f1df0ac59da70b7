/** Moving in from another server: it is called as federation calls others, and the result goes through the kernel. */
import { type Clock, systemClock } from "../clock.ts";
import type { Config } from "../config/schema.ts";
import type { Resolver } from "../dns/resolver.ts";
import { openServerTargets } from "../dns/server-targets.ts";
import { FOR_CLIENTS } from "../dns/srv-lookup.ts";
import { domainToAscii } from "../jid/domain.ts";
import type { Logger } from "../log.ts";
import { dial } from "../net/dial.ts";
import { type MoveInOperations, moveInOperations } from "../operations/move-in.ts";
import { openMoveInJournal } from "../operations/move-in-journal.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import { signIn } from "../transfer/client/connect.ts";
import type { Trust } from "../trust/verdict.ts";
import { moved } from "../xep/0283-moved.ts";
import { archive } from "../xep/history/0313-mam/archive.ts";
import { isPublic } from "./federation.ts";
import type { Kernel } from "./kernel.ts";

export interface MoveInAssemblyDeps {
  readonly config: Config;
  readonly db: Database;
  readonly accounts: Accounts;
  readonly kernel: Kernel;
  readonly resolver: Resolver;
  readonly trust: Trust;
  readonly log: Logger;
  readonly now: () => number;
}

export interface MoveIn {
  readonly operations: MoveInOperations;
  /** Ends those that are under way; resolves when they have. What was copied stays. */
  readonly stop: () => Promise<void>;
}

export function openMoveIn(deps: MoveInAssemblyDeps): MoveIn {
  const { config, db, accounts, kernel, resolver, trust, log, now } = deps;
  const { booted, turns, inTurns, operations } = kernel;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const clock: Clock = { ...systemClock, now };
  const calling = {
    targets: openServerTargets({ resolver, service: FOR_CLIENTS, clock }),
    dial: (...[target, { domain, accept, signal }]: Parameters<Parameters<typeof signIn>[2]["dial"]>) =>
      dial(target, {
        resolver,
        serverName: domainToAscii(domain),
        alpn: "xmpp-client",
        mayConnect: config.federation.private_addresses ? undefined : isPublic,
        accept,
        log,
        clock,
        signal,
      }),
    verify: trust.verify.bind(trust),
    turns,
    clock,
    log,
  };
  const { start } = moveInOperations({
    db,
    accounts,
    inTurns,
    catalogue: booted.catalogue,
    archive: booted.use(archive),
    journal: openMoveInJournal(db, accounts),
    moved: booted.use(moved),
    signIn: (account, password, signal) => signIn(account, password, calling, signal),
    accountOperations: operations.accounts,
    invitations: operations.invitations,
    domains: config.general.domains,
  });
  return {
    operations: {
      start: (order) => {
        const run = start(order);
        return (onStep, signal) => {
          const done = run(onStep, AbortSignal.any([signal, stopping.signal]));
          running.add(done);
          return done.finally(() => running.delete(done));
        };
      },
    },
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(running);
    },
  };
}
