/** The kernel: router, outbox, modules and sessions, on a store. */
import { randomBytes } from "node:crypto";
import type { Config } from "../config/schema.ts";
import type { Logger } from "../log.ts";
import { Turns } from "../net/turns.ts";
import { recorded } from "../operations/acts.ts";
import { type KernelOperations, kernelOperations } from "../operations/administration.ts";
import { type AuditLog, openAuditLog } from "../operations/audit.ts";
import { synced } from "../operations/storing.ts";
import { type AnyModule, type Booted, bootModules } from "../server/boot.ts";
import { inTurnsOf } from "../server/in-turns.ts";
import type { Server } from "../server/module.ts";
import { Outbox } from "../server/outbox.ts";
import { Router } from "../server/router.ts";
import { SessionRegister } from "../server/sessions.ts";
import { newTraffic, type Traffic } from "../server/traffic.ts";
import { ClientSessions } from "../session/client-sessions.ts";
import { openSuspendedSessionStore } from "../session/suspended-session-store.ts";
import type { Stanza } from "../stanza.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import type { Secret } from "../store/home-secret.ts";
import type { JournalFile } from "../store/journal-file.ts";
import { StreamError } from "../stream-error.ts";
import { administration } from "../xep/0133-administration/administration.ts";
import { invitations } from "../xep/0401-invitations/invitations.ts";
import { circles } from "../xep/rooms/circles/circles.ts";
import { parseElement } from "../xml/parse-element.ts";

export interface Kernel {
  readonly booted: Booted;
  readonly router: Router;
  readonly outbox: Outbox;
  readonly register: SessionRegister;
  readonly sessions: ClientSessions;
  readonly turns: Turns;
  readonly inTurns: Server["inTurns"];
  /** What XEP-0133 offers to administrators. */
  readonly operations: KernelOperations;
  /** What administrators have done. */
  readonly audit: AuditLog;
  /** Stanzas so far. */
  readonly traffic: Traffic;
}

export interface KernelDeps {
  readonly config: Config;
  readonly db: Database;
  readonly accounts: Accounts;
  readonly modules: readonly AnyModule[];
  readonly log: Logger;
  readonly now: () => number;
  readonly isClockDoubtful: () => boolean;
  readonly webOrigin: Server["webOrigin"];
  readonly folder: Server["folder"];
  readonly space: Server["space"];
  readonly secret: Secret;
  /** Where sessions are kept for the case that the process is killed. */
  readonly journalFile?: JournalFile | undefined;
  /** Nothing is sent, and nothing is done later: the database alone is worked on. */
  readonly isSilent?: boolean | undefined;
  /** Takes what is addressed to other servers. Throws StanzaError. */
  readonly remote: (stanza: Stanza) => void;
}

/** 128 bits from the system's generator, base64url. */
export const randomId = (): string => randomBytes(16).toString("base64url");

export function assembleKernel(deps: KernelDeps): Kernel {
  const { config, db, accounts, modules, log, now, isClockDoubtful, secret, remote } = deps;
  const { webOrigin, folder, space, isSilent } = deps;
  const domains = new Set(config.general.domains);
  const register = new SessionRegister();
  const traffic = newTraffic();
  const outbox = new Outbox(db, log, traffic);
  const turns = new Turns({ isFull: () => outbox.isFull, log });
  const inTurns = inTurnsOf({ db, turns });
  const router = new Router({ db, sessions: register, accounts, domains, log, id: randomId, remote, traffic });
  // First, so that the account's contacts see it go before its roster does.
  accounts.onRemove((account, by) =>
    sessions.endAccount(account, new StreamError("not-authorized", "the account is gone"), by),
  );
  const booted = bootModules(modules, {
    db,
    log,
    sessions: register,
    accounts,
    domains,
    router,
    now,
    isClockDoubtful,
    webOrigin,
    folder,
    space,
    id: randomId,
    secret,
    inTurns,
    isSilent,
    configOf: (module) => config.modules[module.name] ?? {},
  });
  const sessions: ClientSessions = new ClientSessions({
    router,
    outbox,
    register,
    hooks: booted.session,
    accounts,
    suspendedStore: openSuspendedSessionStore(db, parseElement),
    journalFile: deps.journalFile,
    afterCommit: (callback, lost = callback) => db.afterCommit(callback, lost),
    inTurns,
    log,
    afterSync: (callback, lost) => db.afterSync(callback, lost),
    id: randomId,
    now,
    limits: {
      resumption: config.sessions.resumption_time,
      maxUnacknowledged: config.sessions.max_unacknowledged,
      // What is sent again on resuming has to fit into what may wait for a connection.
      maxUnacknowledgedBytes: config.limits.unsent * 0.75,
      memoryPerAccount: config.limits.memory_per_account,
      memoryDetached: config.sessions.suspended_memory,
      sessionsPerAccount: config.limits.sessions_per_account,
    },
  });
  accounts.onDisable((account) =>
    sessions.endAccount(account, new StreamError("not-authorized", "the account is disabled")),
  );
  accounts.onPasswordChange((account, by) =>
    sessions.endAccount(account, new StreamError("not-authorized", "the password has changed: sign in again"), by),
  );
  const operations = kernelOperations({
    ...{ accounts, db, booted, inTurns, log },
    domains: config.general.domains,
    sessions: register,
    route: router.route.bind(router),
    id: randomId,
  });
  const audit = openAuditLog({ db, now, isClockDoubtful });
  const invited = booted.use(invitations);
  invited.setCircles(booted.use(circles));
  invited.onAsked((account, { name, domain }) =>
    audit.begin(
      { door: "app", account },
      "invitations.create",
      name === undefined ? {} : { whom: [`${name}@${domain}`] },
    ),
  );
  const { offer } = booted.use(administration);
  offer((by) => (by ? recorded(operations, audit, { door: "app", account: by.bare }) : operations));
  return { booted, router, outbox, register, sessions, turns, inTurns, operations, audit, traffic };
}

/** Ends the sessions of a server that stops: those that can be resumed are kept for its next start. */
export async function endSessions({ booted, sessions }: Kernel, db: Pick<Database, "afterSync">): Promise<void> {
  const settled = (): Promise<void> => synced(db).catch(() => {});
  booted.stop();
  await settled();
  sessions.endUnresumable(new StreamError("system-shutdown"));
  // What they send at their end reaches the others first.
  await settled();
  await sessions.suspendAll();
}
