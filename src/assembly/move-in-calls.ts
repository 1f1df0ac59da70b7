/** How somebody moves in from another server: it is called as federation calls others, and the result goes through the kernel. */
import { type Clock, systemClock } from "../clock.ts";
import type { Config } from "../config/schema.ts";
import type { Resolver } from "../dns/resolver.ts";
import { openServerTargets } from "../dns/server-targets.ts";
import { FOR_CLIENTS } from "../dns/srv-lookup.ts";
import { domainToAscii } from "../jid/domain.ts";
import type { Logger } from "../log.ts";
import { dial } from "../net/dial.ts";
import { type MoveInOperations, moveInOperations } from "../operations/move-in.ts";
import type { MoveInJournal } from "../operations/move-in-journal.ts";
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

export function openMoveInCalls(deps: MoveInAssemblyDeps, journal: MoveInJournal): MoveInOperations {
  const { config, db, accounts, kernel, resolver, trust, log, now } = deps;
  const { booted, turns, inTurns, operations } = kernel;
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
  return moveInOperations({
    db,
    accounts,
    inTurns,
    catalogue: booted.catalogue,
    archive: booted.use(archive),
    journal,
    moved: booted.use(moved),
    signIn: (account, password, signal) => signIn(account, password, calling, signal),
    accountOperations: operations.accounts,
    invitations: operations.invitations,
    domains: config.general.domains,
  });
}
