/** XEP-0198 §5 over a restart: resumable sessions are suspended when the server stops, and revived when it starts. */
import type { Element } from "ltx";
import { MINUTE } from "../clock.ts";
import { type Jid, tryParseJid } from "../jid/jid.ts";
import type { Logger } from "../log.ts";
import type { Server } from "../server/module.ts";
import type { Outbox } from "../server/outbox.ts";
import type { Router } from "../server/router.ts";
import { NOBODY } from "../server/session.ts";
import type { SessionHooks } from "../server/session-hooks.ts";
import type { SessionRegister } from "../server/sessions.ts";
import { stanzaOf } from "../stanza.ts";
import type { Accounts } from "../store/accounts.ts";
import { parseElement } from "../xml/parse-element.ts";
import { measure } from "../xml/weight.ts";
import type { ClientSession } from "./client-session.ts";
import type { DetachedSessions } from "./detached-sessions.ts";
import { type FormerSession, formerSessions } from "./former-sessions.ts";
import type { JournaledSession } from "./journal-record.ts";
import type { SessionJournal } from "./session-journal.ts";
import type { SuspendedSessionStore, SuspendedStanza } from "./suspended-session-store.ts";
import { redeliveredOf, type UndeliveredStanzas } from "./undelivered-stanzas.ts";

/** For whom this work is done, where owners take turns. */
const OWNER = "sessions";
/** Milliseconds for which a session can be resumed after a start: the machine's clock may have been set meanwhile. */
const LEAST_TIME = 5 * MINUTE;

export interface SessionSuspensionDeps {
  readonly router: Router;
  readonly outbox: Outbox;
  readonly register: SessionRegister;
  readonly hooks: SessionHooks;
  readonly accounts: Pick<Accounts, "exists">;
  readonly suspendedStore: SuspendedSessionStore;
  readonly journal: SessionJournal<ClientSession> | undefined;
  /** By resumption id. */
  readonly resumable: Map<string, ClientSession>;
  readonly detached: DetachedSessions<ClientSession>;
  readonly create: (jid: Jid) => ClientSession;
  readonly undelivered: UndeliveredStanzas;
  /** Milliseconds for which a session without a stream is kept. */
  readonly resumptionTime: number;
  readonly inTurns: Server["inTurns"];
  /** Calls back when this tick is committed, or, by `lost`, when the disk has taken nothing of it. */
  readonly afterCommit: (callback: () => void, lost: () => void) => void;
  /** Calls back once everything written up to now is on the disk. */
  readonly afterSync: (callback: () => void, lost: () => void) => void;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class SessionSuspension {
  readonly #deps: SessionSuspensionDeps;
  /** The resumption ids of revived sessions that the store still has. */
  readonly #stored = new Set<string>();
  /** The presence of revived sessions that has not been broadcast since the restart. */
  readonly #unannounced = new Map<ClientSession, Element>();
  /** Something of a suspended session is not in the store. */
  #isLost = false;

  constructor(deps: SessionSuspensionDeps) {
    this.#deps = deps;
  }

  /**
   * Closes the connections of all resumable sessions at once, and returns what writes them to the store, in portions. They
   * stay in the register: what is sent to them from now on is stored, too. What is returned resolves when all is on the disk, or
   * with false where some could not be written.
   */
  suspendAll(): () => Promise<boolean> {
    const { resumable, inTurns, afterSync, log } = this.#deps;
    const writes = [...resumable.values()].map((session) => this.#suspend(session));
    return async () => {
      // The rest of the server stops in good order even if this fails.
      const isWritten = await inTurns(OWNER, inSequence(writes)).then(
        () => true,
        (error) => {
          log.error({ event: "suspending-failed", error });
          return false;
        },
      );
      if (writes.length > 0) log.info({ event: "sessions-suspended", count: writes.length });
      const isSynced = await new Promise<boolean>((settled) =>
        afterSync(
          () => settled(true),
          () => settled(false),
        ),
      );
      return isWritten && isSynced && !this.#isLost;
    };
  }

  #suspend(session: ClientSession): Generator<void, void> {
    const { hooks, suspendedStore, detached, resumptionTime, now, afterCommit } = this.#deps;
    const moduleStates = hooks.save(session);
    const expiry = now() + (detached.timeLeft(session) ?? resumptionTime);
    const stanzas: SuspendedStanza[] = [];
    let isWritten = false;
    // From then on its journal alone is told: what that has comes behind what the store has, without a gap (former-sessions.ts).
    let isLost = false;
    const lost = (): void => {
      isLost = session.journal !== undefined;
      this.#isLost = true;
    };
    const watchTick = (): void => afterCommit(() => {}, lost);
    // What was not sent, until its tick is committed; what is sent to the session later may come before that callback.
    let unsent: readonly SuspendedStanza[] = [];
    const tellJournal = (): void => {
      for (const each of unsent) session.journal?.waits(each.stanza);
      unsent = [];
    };
    const snapshot = session.suspend((stanza) => {
      tellJournal();
      // A stanza behind one that has not been sent has not been sent either.
      const later = { stanza, time: hasUnsent ? undefined : now() };
      if (later.time === undefined) session.journal?.waits(stanza);
      else session.management?.countSent({ stanza, time: later.time, ...measure(stanza) });
      if (isLost) return;
      if (!isWritten || !snapshot) return void stanzas.push(later);
      try {
        suspendedStore.add(snapshot.id, later);
      } catch (error) {
        lost();
        throw error;
      }
      watchTick();
    });
    stanzas.push(...(snapshot?.stanzas ?? []));
    unsent = stanzas.filter(({ time }) => time === undefined);
    afterCommit(tellJournal, () => {
      unsent = [];
    });
    const hasUnsent = stanzas.length > 0 && stanzas.at(-1)?.time === undefined;
    detached.remove(session);
    // What it has loaded of the store, where all of it is written anew, is in the journal before that.
    session.journal?.stateChanged();
    return (function* () {
      if (!snapshot) return;
      for (const _ of suspendedStore.save({ ...snapshot, stanzas, expiry, moduleStates })) {
        watchTick();
        yield;
        if (isLost) return;
      }
      snapshot.stored();
      isWritten = true;
      watchTick();
    })();
  }

  /**
   * Opens all sessions of the former process again, for the rest of their time: those that were suspended, whose stanzas stay in
   * the store until they are resumed, and `journaled`, where it was killed. Their presence is broadcast in portions.
   */
  reviveAll(journaled: readonly JournaledSession[]): void {
    const { suspendedStore, inTurns, log } = this.#deps;
    const former = formerSessions(suspendedStore.all(), journaled, parseElement);
    const count = former.filter((session) => this.#revive(session)).length;
    inTurns(OWNER, this.#announceAll()).catch((error) => log.error({ event: "reviving-failed", error }));
    if (count > 0) log.info({ event: "sessions-revived", count });
  }

  /** False where there is nobody who could resume it. */
  #revive(former: FormerSession): boolean {
    const { accounts, register, hooks, suspendedStore, journal, resumable, detached, create, outbox } = this.#deps;
    const { now, resumptionTime } = this.#deps;
    const { id, stored, waiting, presence, expiry } = former;
    // Undefined where the rules for addresses have changed since.
    const jid = tryParseJid(former.jid);
    const isKnown = jid && accounts.exists(jid.bare);
    if (!isKnown || !stored) suspendedStore.forget(id);
    if (!isKnown) return false;
    const session = create(jid);
    session.revive(former);
    session.follow(journal?.add(session));
    if (former.hasEnded) return this.#redeliver(session, former);
    register.add(session);
    resumable.set(id, session);
    if (stored) this.#stored.add(id);
    hooks.restore(session, former.moduleStates);
    if (former.isCrashed) hooks.crashed(session);
    // One that is not whole has none.
    const left = expiry > 0 ? Math.max(expiry - now(), LEAST_TIME) : 0;
    detached.add(session, Math.min(left, resumptionTime));
    for (const stanza of waiting) {
      session.journal?.waits(stanza);
      outbox.send(session, stanza);
    }
    if (presence) this.#unannounced.set(session, presence);
    // Offline messages of which it had a part go before what waits.
    if (waiting.length > 0) this.announce(session);
    return true;
  }

  /** What a session that had ended was to be redelivered, which was not done yet. */
  #redeliver(session: ClientSession, { waiting }: FormerSession): false {
    const left = { sent: session.unacknowledged, unsent: waiting };
    session.journal?.redelivers(left);
    // Nobody knows who had them before the crash: once too often is better than never.
    const told = (isLast: boolean): void => session.journal?.redelivered(isLast);
    this.#deps.undelivered.add(session.account, redeliveredOf(left, session.jid.domain), told, NOBODY);
    return false;
  }

  *#announceAll(): Generator<void, void> {
    for (const session of this.#unannounced.keys()) {
      this.announce(session);
      yield;
    }
  }

  /** Broadcasts the presence of a revived session, once, unless it has sent another one since. */
  announce(session: ClientSession): void {
    const presence = this.#unannounced.get(session);
    this.#unannounced.delete(session);
    if (presence && session.presence === presence && !session.hasEnded)
      this.#deps.router.accept(stanzaOf(presence, session.jid), session);
  }

  /** The session of this resumption id has been resumed, or has ended: the store need not have it any more. */
  forget(id: string): void {
    if (this.#stored.delete(id)) this.#deps.suspendedStore.forget(id);
  }
}

function* inSequence(works: readonly Generator<void, void>[]): Generator<void, void> {
  for (const work of works) yield* work;
}
