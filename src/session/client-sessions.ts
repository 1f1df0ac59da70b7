/** Gives sessions their life: bound to a stream, kept for a resumption, ended. */
import type { Element } from "ltx";
import { type Jid, parseJid } from "../jid.ts";
import type { Logger } from "../log.ts";
import type { Booted } from "../server/boot.ts";
import type { Outbox } from "../server/outbox.ts";
import type { Router } from "../server/router.ts";
import type { SessionRegister } from "../server/sessions.ts";
import { StanzaError } from "../stanza-error.ts";
import type { Stream } from "../stream/stream.ts";
import { StreamError } from "../stream-error.ts";
import { ClientSession, type SessionSurroundings } from "./client-session.ts";
import { ExpiredSessions } from "./expired.ts";
import { answerNonza, type Resumption } from "./resumption.ts";
import { NS_SM } from "./stream-management.ts";

/** Timers count milliseconds in 31 bits: "forever" is 24 days. */
const LONGEST_TIMER = 2 ** 31 - 1;

export interface ClientSessionsParts {
  readonly router: Router;
  readonly outbox: Outbox;
  readonly register: SessionRegister;
  readonly booted: Booted;
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
    readonly sessionsPerAccount: number;
  };
}

export class ClientSessions implements Resumption {
  readonly #parts: ClientSessionsParts;
  readonly #around: SessionSurroundings;
  readonly #resumable = new Map<string, ClientSession>();
  readonly #expired = new ExpiredSessions();
  readonly #waiting = new Map<ClientSession, ReturnType<typeof setTimeout>>();

  constructor(parts: ClientSessionsParts) {
    this.#parts = parts;
    this.#around = {
      router: parts.router,
      outbox: parts.outbox,
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

  /** Ends them all. */
  endAll(reason: StreamError): void {
    for (const session of [...this.#parts.register.all()]) session.end(reason);
  }

  resumable(id: string, account: string): ClientSession | undefined {
    const session = this.#resumable.get(id);
    return session?.account === parseJid(account).bare ? session : undefined;
  }

  handledBefore(id: string, account: string): number | undefined {
    return this.#expired.handled(id, parseJid(account).bare);
  }

  resumed(session: ClientSession): void {
    clearTimeout(this.#waiting.get(session));
    this.#waiting.delete(session);
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
    const { booted, log, limits } = this.#parts;
    log.info({ event: "session-detached", jid: session.jid.full });
    const timer = setTimeout(() => session.ended(), Math.min(limits.resumption, LONGEST_TIMER));
    timer.unref();
    this.#waiting.set(session, timer);
    const unacknowledged = session.management?.unacknowledged ?? [];
    if (unacknowledged.length > 0)
      booted.disconnected(
        session,
        unacknowledged.map(({ stanza }) => stanza),
      );
  }

  #ended(session: ClientSession): void {
    const { register, booted, log } = this.#parts;
    clearTimeout(this.#waiting.get(session));
    this.#waiting.delete(session);
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
