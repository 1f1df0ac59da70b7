/** Gives sessions their life: bound to a stream, kept for a resumption, ended. */
import type { Element } from "ltx";
import { type Jid, parseJid, tryParseJid } from "../jid/jid.ts";
import type { Logger } from "../log.ts";
import { NS_SM } from "../namespaces.ts";
import type { Server } from "../server/module.ts";
import type { Outbox } from "../server/outbox.ts";
import type { Router } from "../server/router.ts";
import type { Session } from "../server/session.ts";
import type { SessionHooks } from "../server/session-hooks.ts";
import type { SessionRegister } from "../server/sessions.ts";
import { stanzaOf } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import type { Accounts } from "../store/accounts.ts";
import type { OwnedStream } from "../stream/owned-stream.ts";
import { StreamError } from "../stream-error.ts";
import { AccountMemoryLimit } from "./account-memory-limit.ts";
import { ClientSession, type ClientSessionDeps } from "./client-session.ts";
import { DetachedSessions } from "./detached-sessions.ts";
import { ExpiredSessions } from "./expired-sessions.ts";
import { handleNonza, type ResumableSessions } from "./resumption.ts";
import type { SuspendedSessions, SuspendedStanza } from "./suspended-sessions.ts";
import { UndeliveredStanzas } from "./undelivered-stanzas.ts";

/** For whom sessions are suspended and revived, as far as others have their turn. */
const OWNER = "sessions";

export interface ClientSessionsDeps {
  readonly router: Router;
  readonly outbox: Outbox;
  readonly register: SessionRegister;
  readonly hooks: SessionHooks;
  readonly accounts: Pick<Accounts, "exists">;
  readonly suspended: SuspendedSessions;
  readonly inTurns: Server["inTurns"];
  readonly log: Logger;
  /** Calls back once everything written up to now is on the disk. */
  readonly afterSync: (callback: () => void) => void;
  readonly id: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly limits: {
    /** Milliseconds for which a session without a stream is kept. */
    readonly resumption: number;
    readonly maxUnacknowledged: number;
    readonly maxUnacknowledgedBytes: number;
    /** Bytes that are held for all sessions of an account. */
    readonly memoryPerAccount: number;
    /** Bytes that are held for all sessions without a client. */
    readonly memoryWaiting: number;
    readonly sessionsPerAccount: number;
  };
}

export class ClientSessions implements ResumableSessions {
  readonly #parts: ClientSessionsDeps;
  readonly #around: ClientSessionDeps;
  readonly #resumable = new Map<string, ClientSession>();
  readonly #expired = new ExpiredSessions();
  readonly #undelivered: UndeliveredStanzas;
  /** Those without a client. */
  readonly #waiting: DetachedSessions<ClientSession>;
  /** The resumption ids of sessions that the store still has from another life of the server. */
  readonly #kept = new Set<string>();
  /** What those were seen as, who have not been shown to anybody in this life. */
  readonly #unannounced = new Map<ClientSession, Element>();

  constructor(parts: ClientSessionsDeps) {
    this.#parts = parts;
    this.#undelivered = new UndeliveredStanzas(parts);
    const sessionsOf = (account: string): ReadonlySet<Session> => parts.register.of(account);
    const budget = new AccountMemoryLimit({ max: parts.limits.memoryPerAccount, sessionsOf });
    this.#waiting = new DetachedSessions({ maxWeight: parts.limits.memoryWaiting, now: parts.now });
    this.#around = {
      router: parts.router,
      outbox: parts.outbox,
      onGrowth: (session) => {
        budget.enforce(session);
        this.#waiting.enforceLimit(session);
      },
      maxUnacknowledged: parts.limits.maxUnacknowledged,
      maxUnacknowledgedBytes: parts.limits.maxUnacknowledgedBytes,
      now: parts.now,
      nonza: (element, session) => this.#nonza(element, session),
      detached: (session) => this.#detached(session),
      ended: (session) => this.#ended(session),
      undelivered: (account, stanzas) => this.#undelivered.add(account, stanzas),
    };
  }

  /** RFC 6120 §7.7.2.2: whoever had the resource loses it. Throws StanzaError resource-constraint, conflict. */
  bind(stream: OwnedStream, jid: Jid): ClientSession {
    const { register, limits } = this.#parts;
    const former = register.get(jid.full);
    if (former) former.end(new StreamError("conflict", "this resource has been bound again"));
    else if (register.of(jid.bare).size >= limits.sessionsPerAccount) this.#makeRoom(jid.bare);
    const session = new ClientSession(jid, this.#around);
    register.add(session);
    session.attach(stream);
    this.#parts.log.info({ event: "session-bound", jid: jid.full, address: stream.remoteAddress });
    return session;
  }

  /** The session that has waited longest for its client gives way. Throws StanzaError resource-constraint where none waits. */
  #makeRoom(account: string): void {
    const oldest = this.#waiting.oldestOf(account);
    if (!oldest) throw new StanzaError("resource-constraint", { text: "too many apps are connected to this account" });
    oldest.ended();
  }

  /** Ends every session of an account but the one that asked for it, by its full JID: that one awaits an answer. */
  endAccount(account: string, reason: StreamError, by?: string): void {
    for (const session of [...this.#parts.register.of(account)]) if (session.jid.full !== by) session.end(reason);
  }

  /** Ends those that no client can resume. */
  endUnresumable(reason: StreamError): void {
    const resumable = new Set<Session>(this.#resumable.values());
    for (const session of [...this.#parts.register.all()]) if (!resumable.has(session)) session.end(reason);
  }

  /**
   * Those that can be resumed are kept for another life of the server, as they are, in portions. They stay in the register:
   * what is sent to them from now on is kept, too. What those leave behind that are over has gone on by the end.
   */
  async suspendAll(): Promise<void> {
    const { inTurns, log } = this.#parts;
    const going = [...this.#resumable.values()].map((session) => this.#suspended(session));
    await this.#undelivered.idle();
    // The rest of the server stops in good order nevertheless.
    await inTurns(OWNER, together(going)).catch((error) => log.error({ event: "suspending-failed", error }));
    if (going.length > 0) log.info({ event: "sessions-suspended", count: going.length });
  }

  /** Cuts it from its client, and writes it down as others have time for that. */
  #suspended(session: ClientSession): Generator<void, void> {
    const { hooks, suspended, limits, now } = this.#parts;
    const known = hooks.save(session);
    const ends = this.#waiting.expiryOf(session) ?? now() + limits.resumption;
    const stanzas: SuspendedStanza[] = [];
    let isWritten = false;
    const kept = session.suspend((stanza) => {
      // Behind what has not been sent, it has not either.
      const late = { stanza, time: isBehindUnsent ? undefined : now() };
      if (isWritten && kept) suspended.add(kept.id, late);
      else stanzas.push(late);
    });
    stanzas.push(...(kept?.stanzas ?? []));
    const isBehindUnsent = stanzas.length > 0 && stanzas.at(-1)?.time === undefined;
    this.#waiting.remove(session);
    return (function* () {
      if (kept) yield* suspended.save({ ...kept, stanzas, expiry: ends, moduleStates: known });
      isWritten = true;
    })();
  }

  /**
   * Those that were kept go on: their clients have the rest of their time to come back. What was sent to them stays in the
   * store until they do. Others see them again in portions.
   */
  reviveAll(): void {
    const { accounts, register, hooks, suspended, outbox, inTurns, log } = this.#parts;
    let count = 0;
    for (const kept of suspended.all()) {
      // Undefined where the rules for addresses have changed since.
      const jid = tryParseJid(kept.jid);
      if (!jid || !accounts.exists(jid.bare)) {
        suspended.forget(kept.id);
        continue;
      }
      const session = new ClientSession(jid, this.#around);
      session.revive(kept);
      register.add(session);
      this.#resumable.set(kept.id, session);
      this.#kept.add(kept.id);
      hooks.restore(session, kept.moduleStates);
      this.#waiting.add(session, kept.expiry);
      for (const stanza of kept.waiting) outbox.send(session, stanza);
      if (kept.presence) this.#unannounced.set(session, kept.presence);
      // Offline messages of which it had a part go before what waits.
      if (kept.waiting.length > 0) this.#announce(session);
      count += 1;
    }
    inTurns(OWNER, this.#announceAll()).catch((error) => log.error({ event: "reviving-failed", error }));
    if (count > 0) log.info({ event: "sessions-revived", count });
  }

  *#announceAll(): Generator<void, void> {
    for (const session of this.#unannounced.keys()) {
      this.#announce(session);
      yield;
    }
  }

  /** Those who see it are told so, and the modules with them: nobody remembers who was here. */
  #announce(session: ClientSession): void {
    const presence = this.#unannounced.get(session);
    this.#unannounced.delete(session);
    // By now it may have said something else.
    if (presence && session.presence === presence && !session.hasEnded)
      this.#parts.router.accept(stanzaOf(presence, session.jid), session);
  }

  resumable(id: string, account: string): ClientSession | undefined {
    const session = this.#resumable.get(id);
    return session?.account === parseJid(account).bare ? session : undefined;
  }

  async load({ account, management }: ClientSession): Promise<void> {
    if (management) await this.#parts.inTurns(account, management.load());
  }

  handledBefore(id: string, account: string): number | undefined {
    return this.#expired.handled(id, parseJid(account).bare);
  }

  resumed(session: ClientSession): void {
    this.#announce(session);
    this.#stopWaiting(session);
    this.#parts.log.info({
      event: "session-resumed",
      jid: session.jid.full,
      queued: session.management?.unacknowledged.length,
    });
  }

  enable(session: ClientSession): string {
    const id = this.#parts.id();
    this.#resumable.set(id, session);
    return id;
  }

  get resumptionTime(): number {
    return this.#parts.limits.resumption;
  }

  afterSync(callback: () => void): void {
    this.#parts.afterSync(callback);
  }

  #nonza(element: Element, session: ClientSession): void {
    const ns = element.getNS() ?? "";
    if (ns === NS_SM) return handleNonza(element, session, this);
    const handlers = this.#parts.hooks.nonzas.get(ns) ?? {};
    const name = element.getName();
    // Own names alone: every object has a `constructor`.
    const handle = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    if (!handle) throw new StreamError("unsupported-stanza-type");
    handle(element, session);
  }

  #detached(session: ClientSession): void {
    const id = session.management?.id;
    if (id === undefined) return session.ended();
    const { hooks, log, limits, now } = this.#parts;
    log.info({ event: "session-detached", jid: session.jid.full });
    this.#waiting.add(session, now() + limits.resumption);
    const unacknowledged = session.management?.unacknowledged ?? [];
    hooks.disconnected(
      session,
      unacknowledged.map(({ stanza }) => stanza),
    );
  }

  /** It has been resumed, or it is over: the store need not have it any more. */
  #stopWaiting(session: ClientSession): void {
    this.#waiting.remove(session);
    const id = session.management?.id;
    if (id !== undefined && this.#kept.delete(id)) this.#parts.suspended.forget(id);
  }

  #ended(session: ClientSession): void {
    const { register, hooks, log } = this.#parts;
    this.#stopWaiting(session);
    const { id, received = 0 } = session.management ?? {};
    if (id !== undefined) {
      this.#resumable.delete(id);
      this.#expired.add(id, session.account, received);
    }
    register.remove(session);
    hooks.ended(session);
    log.info({ event: "session-ended", jid: session.jid.full });
  }
}

function* together(works: readonly Generator<void, void>[]): Generator<void, void> {
  for (const work of works) yield* work;
}
