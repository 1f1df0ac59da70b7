/** Gives sessions their life: bound to a stream, kept for a resumption, ended. */
import type { Element } from "ltx";
import { type Jid, parseJid } from "../jid.ts";
import type { Logger } from "../log.ts";
import type { Booted } from "../server/boot.ts";
import type { Outbox } from "../server/outbox.ts";
import type { Router } from "../server/router.ts";
import type { Session } from "../server/session.ts";
import type { SessionRegister } from "../server/sessions.ts";
import { stanzaOf } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Stream } from "../stream/stream.ts";
import { StreamError } from "../stream-error.ts";
import { ClientSession, type SessionSurroundings } from "./client-session.ts";
import { ExpiredSessions } from "./expired.ts";
import { MemoryBudget } from "./memory-budget.ts";
import { answerNonza, type Resumption } from "./resumption.ts";
import { NS_SM } from "./stream-management.ts";
import type { Kept, SuspendedSessions } from "./suspended.ts";

/** Timers count milliseconds in 31 bits: "forever" is 24 days. */
const LONGEST_TIMER = 2 ** 31 - 1;

export interface ClientSessionsParts {
  readonly router: Router;
  readonly outbox: Outbox;
  readonly register: SessionRegister;
  readonly booted: Booted;
  readonly accounts: Pick<Accounts, "exists">;
  readonly suspended: SuspendedSessions;
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
    readonly sessionsPerAccount: number;
  };
}

export class ClientSessions implements Resumption {
  readonly #parts: ClientSessionsParts;
  readonly #around: SessionSurroundings;
  readonly #resumable = new Map<string, ClientSession>();
  readonly #expired = new ExpiredSessions();
  /** Without a client, until when: milliseconds since 1970. */
  readonly #waiting = new Map<
    ClientSession,
    { readonly timer: ReturnType<typeof setTimeout>; readonly ends: number }
  >();
  /** The resumption ids of sessions that the store still has from another life of the server. */
  readonly #kept = new Set<string>();

  constructor(parts: ClientSessionsParts) {
    this.#parts = parts;
    const sessionsOf = (account: string): ReadonlySet<Session> => parts.register.of(account);
    const budget = new MemoryBudget({ max: parts.limits.memoryPerAccount, sessionsOf });
    this.#around = {
      router: parts.router,
      outbox: parts.outbox,
      grown: (session) => budget.grown(session),
      maxUnacknowledged: parts.limits.maxUnacknowledged,
      maxUnacknowledgedBytes: parts.limits.maxUnacknowledgedBytes,
      now: parts.now,
      nonza: (element, session) => this.#nonza(element, session),
      detached: (session) => this.#detached(session),
      ended: (session) => this.#ended(session),
    };
  }

  /** RFC 6120 §7.7.2.2: whoever had the resource loses it. Throws StanzaError resource-constraint, conflict. */
  bind(stream: Stream, jid: Jid): ClientSession {
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
    const [oldest] = [...this.#waiting.keys()].filter((session) => session.account === account);
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

  /** Those that can be resumed are kept for another life of the server, as they are. */
  suspendAll(): void {
    const { register, booted, suspended, limits, now, log } = this.#parts;
    for (const session of this.#resumable.values()) {
      const known = booted.lasting.keep(session);
      const ends = this.#waiting.get(session)?.ends ?? now() + limits.resumption;
      const kept = session.suspend();
      if (kept) suspended.keep({ ...kept, ends, known });
      clearTimeout(this.#waiting.get(session)?.timer);
      register.remove(session);
    }
    if (this.#resumable.size > 0) log.info({ event: "sessions-suspended", count: this.#resumable.size });
    this.#resumable.clear();
    this.#waiting.clear();
  }

  /** Those that were kept go on: their clients have the rest of their time to come back. */
  reviveAll(): void {
    const { accounts, register, router, booted, suspended, outbox, log } = this.#parts;
    const revived: { readonly session: ClientSession; readonly kept: Kept }[] = [];
    for (const kept of suspended.all()) {
      const jid = addressIn(kept);
      if (!jid || !accounts.exists(jid.bare)) {
        suspended.forget(kept.id);
        continue;
      }
      const session = new ClientSession(jid, this.#around);
      session.revive(kept);
      register.add(session);
      this.#resumable.set(kept.id, session);
      this.#kept.add(kept.id);
      booted.lasting.restore(session, kept.known);
      this.#wait(session, kept.ends);
      revived.push({ session, kept });
    }
    // Those who see each other are told so, and the modules with them: nobody remembers who was here.
    for (const { session, kept } of revived) {
      for (const stanza of kept.waiting) outbox.send(session, stanza);
      if (kept.presence) router.accept(stanzaOf(kept.presence, session.jid), session);
    }
    if (revived.length > 0) log.info({ event: "sessions-revived", count: revived.length });
  }

  resumable(id: string, account: string): ClientSession | undefined {
    const session = this.#resumable.get(id);
    return session?.account === parseJid(account).bare ? session : undefined;
  }

  handledBefore(id: string, account: string): number | undefined {
    return this.#expired.handled(id, parseJid(account).bare);
  }

  resumed(session: ClientSession): void {
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
    if (ns === NS_SM) return answerNonza(element, session, this);
    const handlers = this.#parts.booted.nonzas.get(ns) ?? {};
    const name = element.getName();
    // Own names alone: every object has a `constructor`.
    const handle = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    if (!handle) throw new StreamError("unsupported-stanza-type");
    handle(element, session);
  }

  #detached(session: ClientSession): void {
    const id = session.management?.id;
    if (id === undefined) return session.ended();
    const { booted, log, limits, now } = this.#parts;
    log.info({ event: "session-detached", jid: session.jid.full });
    this.#wait(session, now() + limits.resumption);
    const unacknowledged = session.management?.unacknowledged ?? [];
    booted.disconnected(
      session,
      unacknowledged.map(({ stanza }) => stanza),
    );
  }

  /** Until then: milliseconds since 1970. */
  #wait(session: ClientSession, ends: number): void {
    const time = Math.max(0, Math.min(ends - this.#parts.now(), LONGEST_TIMER));
    const timer = setTimeout(() => session.ended(), time);
    timer.unref();
    this.#waiting.set(session, { timer, ends });
  }

  /** It has been resumed, or it is over: the store need not have it any more. */
  #stopWaiting(session: ClientSession): void {
    clearTimeout(this.#waiting.get(session)?.timer);
    this.#waiting.delete(session);
    const id = session.management?.id;
    if (id !== undefined && this.#kept.delete(id)) this.#parts.suspended.forget(id);
  }

  #ended(session: ClientSession): void {
    const { register, booted, log } = this.#parts;
    this.#stopWaiting(session);
    const { id, received = 0 } = session.management ?? {};
    if (id !== undefined) {
      this.#resumable.delete(id);
      this.#expired.add(id, session.account, received);
    }
    register.remove(session);
    booted.offline(session);
    log.info({ event: "session-ended", jid: session.jid.full });
  }
}

/** Undefined where the rules for addresses have changed since: nobody can have that one now. */
function addressIn({ jid }: Kept): Jid | undefined {
  try {
    return parseJid(jid);
  } catch (error) {
    if (error instanceof StanzaError) return undefined;
    throw error;
  }
}
