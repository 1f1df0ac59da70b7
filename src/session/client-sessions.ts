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
import { answerNonza, type Resumption } from "./resumption.ts";
import { NS_SM } from "./stream-management.ts";

export interface ClientSessionsParts {
  readonly router: Router;
  readonly outbox: Outbox;
  readonly register: SessionRegister;
  readonly booted: Booted;
  readonly log: Logger;
  /** Calls back once everything written up to now is on the disk. */
  readonly afterSync: (callback: () => void) => void;
  readonly id: () => string;
  readonly limits: {
    /** Milliseconds for which a session without a stream is kept. */
    readonly resumption: number;
    readonly maxUnacknowledged: number;
    readonly sessionsPerAccount: number;
  };
}

export class ClientSessions implements Resumption {
  readonly #parts: ClientSessionsParts;
  readonly #around: SessionSurroundings;
  readonly #resumable = new Map<string, ClientSession>();
  readonly #waiting = new Map<ClientSession, ReturnType<typeof setTimeout>>();

  constructor(parts: ClientSessionsParts) {
    this.#parts = parts;
    this.#around = {
      router: parts.router,
      outbox: parts.outbox,
      maxUnacknowledged: parts.limits.maxUnacknowledged,
      nonza: (element, session) => this.#nonza(element, session),
      detached: (session) => this.#detached(session),
      ended: (session) => this.#ended(session),
    };
  }

  /** RFC 6120 §7.7.2.2: whoever had the resource loses it. Throws StanzaError resource-constraint, conflict. */
  bind(stream: Stream, jid: Jid): void {
    const { register, limits } = this.#parts;
    const former = register.get(jid.full);
    if (former) former.end(new StreamError("conflict", "this resource has been bound again"));
    else if (register.of(jid.bare).size >= limits.sessionsPerAccount) throw new StanzaError("resource-constraint");
    const session = new ClientSession(jid, this.#around);
    register.add(session);
    session.attach(stream);
    this.#parts.log.info({ event: "session-bound", jid: jid.full, address: stream.remoteAddress });
  }

  /** Ends every session of an account. */
  endAccount(account: string, reason: StreamError): void {
    for (const session of [...this.#parts.register.of(account)]) session.end(reason);
  }

  /** Ends them all. */
  endAll(reason: StreamError): void {
    for (const session of [...this.#parts.register.all()]) session.end(reason);
  }

  resumable(id: string, account: string): ClientSession | undefined {
    const session = this.#resumable.get(id);
    return session?.account === parseJid(account).bare ? session : undefined;
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
    const handle = this.#parts.booted.nonzas.get(ns)?.[element.getName()];
    if (!handle) throw new StreamError("unsupported-stanza-type");
    handle(element, session);
  }

  #detached(session: ClientSession): void {
    const id = session.management?.id;
    if (id === undefined) return session.ended();
    const { log, limits } = this.#parts;
    log.info({ event: "session-detached", jid: session.jid.full });
    const timer = setTimeout(() => session.ended(), limits.resumption);
    timer.unref();
    this.#waiting.set(session, timer);
  }

  #ended(session: ClientSession): void {
    const { register, booted, log } = this.#parts;
    clearTimeout(this.#waiting.get(session));
    this.#waiting.delete(session);
    if (session.management?.id !== undefined) this.#resumable.delete(session.management.id);
    register.remove(session);
    booted.offline(session);
    log.info({ event: "session-ended", jid: session.jid.full });
  }
}
