/** The client sessions of this server, from the binding of a resource to their end. */
import type { Element } from "ltx";
import { BoundedMap } from "../bounded-map.ts";
import { systemClock } from "../clock.ts";
import { type Jid, parseJid } from "../jid/jid.ts";
import type { Logger } from "../log.ts";
import { NS_SM } from "../namespaces.ts";
import { isStoredOffline } from "../server/delivery.ts";
import type { Server } from "../server/module.ts";
import type { Outbox } from "../server/outbox.ts";
import type { Router } from "../server/router.ts";
import type { Session } from "../server/session.ts";
import type { SessionHooks } from "../server/session-hooks.ts";
import type { SessionRegister } from "../server/sessions.ts";
import type { Stanza } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import type { Accounts } from "../store/accounts.ts";
import type { JournalFile } from "../store/journal-file.ts";
import type { OwnedStream } from "../stream/owned-stream.ts";
import { StreamError } from "../stream-error.ts";
import { AccountMemoryLimit } from "./account-memory-limit.ts";
import { ClientSession, type ClientSessionDeps } from "./client-session.ts";
import { DetachedSessions } from "./detached-sessions.ts";
import { sessionsIn } from "./journal-record.ts";
import { handleNonza, type ResumableSessions } from "./resumption.ts";
import { SessionJournal } from "./session-journal.ts";
import { SessionSuspension } from "./session-suspension.ts";
import type { SuspendedSessionStore } from "./suspended-session-store.ts";
import { UndeliveredStanzas } from "./undelivered-stanzas.ts";

/** How many ended sessions are remembered, for the `h` of <failed/>. */
const MAX_EXPIRED = 1000;

export interface ClientSessionsDeps {
  readonly router: Router;
  readonly outbox: Outbox;
  readonly register: SessionRegister;
  readonly hooks: SessionHooks;
  readonly accounts: Pick<Accounts, "exists">;
  readonly suspendedStore: SuspendedSessionStore;
  /** Where sessions are kept for the case that the process is killed; they are not where it is undefined. */
  readonly journalFile?: JournalFile | undefined;
  /** Calls back when this tick is committed, or, by `lost` if there is one, when the disk has taken nothing of it. */
  readonly afterCommit: (callback: () => void, lost?: () => void) => void;
  readonly inTurns: Server["inTurns"];
  readonly log: Logger;
  /** Calls back once everything written up to now is on the disk. */
  readonly afterSync: (callback: () => void, lost?: () => void) => void;
  readonly id: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly limits: {
    /** Milliseconds for which a session without a stream is kept. */
    readonly resumption: number;
    readonly maxUnacknowledged: number;
    readonly maxUnacknowledgedBytes: number;
    /** Bytes in memory for all sessions of an account. */
    readonly memoryPerAccount: number;
    /** Bytes in memory for all sessions without a stream. */
    readonly memoryDetached: number;
    readonly sessionsPerAccount: number;
  };
}

export class ClientSessions implements ResumableSessions {
  readonly #deps: ClientSessionsDeps;
  readonly #sessionDeps: ClientSessionDeps;
  /** By resumption id. */
  readonly #resumable = new Map<string, ClientSession>();
  /** By resumption id, what was handled in sessions that can no longer be resumed (XEP-0198 §5). */
  readonly #expired = new BoundedMap<string, { readonly account: string; readonly received: number }>(MAX_EXPIRED);
  readonly #undelivered: UndeliveredStanzas;
  readonly #detached: DetachedSessions<ClientSession>;
  readonly #suspension: SessionSuspension;
  readonly #journal: SessionJournal<ClientSession> | undefined;

  constructor(deps: ClientSessionsDeps) {
    const { register, limits } = deps;
    this.#deps = deps;
    this.#undelivered = new UndeliveredStanzas({ ...deps, maxWeight: limits.memoryPerAccount });
    deps.router.inbound.add({ guard: ({ stanza, account }) => this.#refusal(stanza, account) });
    const sessionsOf = (account: string): ReadonlySet<Session> => register.of(account);
    const memory = new AccountMemoryLimit({ max: limits.memoryPerAccount, sessionsOf });
    this.#detached = new DetachedSessions({ maxWeight: limits.memoryDetached });
    this.#sessionDeps = {
      router: deps.router,
      outbox: deps.outbox,
      onGrowth: (session) => {
        memory.enforce(session);
        this.#detached.enforceLimit(session);
      },
      maxUnacknowledged: limits.maxUnacknowledged,
      maxUnacknowledgedBytes: limits.maxUnacknowledgedBytes,
      now: deps.now,
      nonza: (element, session) => this.#nonza(element, session),
      detached: (session) => this.#detach(session),
      ended: (session) => this.#ended(session),
      undelivered: (...given) => this.#undelivered.add(...given),
    };
    const { journalFile, afterCommit, hooks } = deps;
    this.#journal =
      journalFile &&
      new SessionJournal<ClientSession>({
        file: journalFile,
        afterCommit,
        known: (session) => hooks.save(session),
        expiryOf: (session) => {
          const left = this.#detached.timeLeft(session);
          return left === undefined ? undefined : deps.now() + left;
        },
        monotonic: systemClock.monotonic,
      });
    this.#suspension = new SessionSuspension({
      ...deps,
      journal: this.#journal,
      resumable: this.#resumable,
      detached: this.#detached,
      undelivered: this.#undelivered,
      create: (jid) => new ClientSession(jid, this.#sessionDeps),
      resumptionTime: limits.resumption,
    });
  }

  /** What would be kept in memory beside what is already, while the disk takes nothing. */
  #refusal(stanza: Stanza, account: string): StanzaError | undefined {
    if (!isStoredOffline(stanza) || !this.#undelivered.isFull(account)) return undefined;
    return new StanzaError("resource-constraint", { text: "too much waits for this account, and the disk is full" });
  }

  /** RFC 6120 §7.7.2.2: a former session with the same full JID ends. Throws StanzaError resource-constraint. */
  bind(stream: OwnedStream, jid: Jid): ClientSession {
    const { register, limits } = this.#deps;
    const former = register.get(jid.full);
    if (former) former.end(new StreamError("conflict", "this resource has been bound again"));
    else if (register.of(jid.bare).size >= limits.sessionsPerAccount) this.#endOldestDetached(jid.bare);
    const session = new ClientSession(jid, this.#sessionDeps);
    register.add(session);
    session.attach(stream);
    this.#deps.log.info({ event: "session-bound", jid: jid.full, address: stream.remoteAddress });
    return session;
  }

  /** Throws StanzaError resource-constraint where no session of the account is detached. */
  #endOldestDetached(account: string): void {
    const oldest = this.#detached.oldestOf(account);
    if (!oldest) throw new StanzaError("resource-constraint", { text: "too many apps are connected to this account" });
    oldest.ended();
  }

  /** Ends every session of an account but the one that asked for it, whose full JID is `by`: it awaits an answer. */
  endAccount(account: string, reason: StreamError, by?: string): void {
    for (const session of [...this.#deps.register.of(account)]) if (session.jid.full !== by) session.end(reason);
  }

  /** Ends the sessions that cannot be resumed. */
  endUnresumable(reason: StreamError): void {
    const resumable = new Set<Session>(this.#resumable.values());
    for (const session of [...this.#deps.register.all()]) if (!resumable.has(session)) session.end(reason);
  }

  /** Suspends the resumable sessions. Resolves when they are written, and the stanzas of the ended ones are redelivered. */
  async suspendAll(): Promise<void> {
    const write = this.#suspension.suspendAll();
    const isRedelivered = await this.#undelivered.idle();
    const isWritten = await write();
    // Otherwise the journal still has them.
    if (isRedelivered && isWritten) this.#journal?.close();
  }

  /** Opens the sessions again that were there when the server was stopped, or killed. */
  reviveAll(): void {
    const { journalFile, log } = this.#deps;
    this.#suspension.reviveAll(sessionsIn(journalFile?.former() ?? [], log));
    this.#journal?.start();
  }

  resumable(id: string, account: string): ClientSession | undefined {
    const session = this.#resumable.get(id);
    return session?.account === parseJid(account).bare ? session : undefined;
  }

  async load({ account, management }: ClientSession): Promise<void> {
    if (management) await this.#deps.inTurns(account, management.load());
  }

  handledBefore(id: string, account: string): number | undefined {
    const expired = this.#expired.get(id);
    return expired?.account === parseJid(account).bare ? expired.received : undefined;
  }

  resumed(session: ClientSession): void {
    this.#suspension.announce(session);
    this.#leaveWaiting(session);
    session.journal?.stateChanged();
    this.#deps.log.info({
      event: "session-resumed",
      jid: session.jid.full,
      queued: session.management?.unacknowledged.length,
    });
  }

  enable(session: ClientSession): string {
    const id = this.#deps.id();
    this.#resumable.set(id, session);
    session.follow(this.#journal?.add(session));
    return id;
  }

  get resumptionTime(): number {
    return this.#deps.limits.resumption;
  }

  afterSync(callback: () => void): void {
    this.#deps.afterSync(callback);
  }

  #nonza(element: Element, session: ClientSession): void {
    const ns = element.getNS() ?? "";
    if (ns === NS_SM) return handleNonza(element, session, this);
    const handlers = this.#deps.hooks.nonzas.get(ns) ?? {};
    const name = element.getName();
    // Own properties alone: every object has a `constructor`.
    const handle = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    if (!handle) throw new StreamError("unsupported-stanza-type");
    handle(element, session);
  }

  #detach(session: ClientSession): void {
    const id = session.management?.id;
    if (id === undefined) return session.ended();
    const { hooks, log, limits } = this.#deps;
    log.info({ event: "session-detached", jid: session.jid.full });
    this.#detached.add(session, limits.resumption);
    session.journal?.stateChanged();
    const unacknowledged = session.management?.unacknowledged ?? [];
    hooks.disconnected(
      session,
      unacknowledged.map(({ stanza }) => stanza),
    );
  }

  /** The session has been resumed, or has ended. */
  #leaveWaiting(session: ClientSession): void {
    this.#detached.remove(session);
    const id = session.management?.id;
    if (id !== undefined) this.#suspension.forget(id);
  }

  #ended(session: ClientSession): void {
    const { register, hooks, log } = this.#deps;
    this.#leaveWaiting(session);
    const { id, received = 0 } = session.management ?? {};
    if (id !== undefined) {
      this.#resumable.delete(id);
      this.#expired.set(id, { account: session.account, received });
    }
    register.remove(session);
    hooks.ended(session);
    log.info({ event: "session-ended", jid: session.jid.full });
  }
}
