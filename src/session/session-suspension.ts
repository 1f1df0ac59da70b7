/** XEP-0198 §5 over a restart: resumable sessions are suspended when the server stops, and revived when it starts. */
import type { Element } from "ltx";
import { type Jid, tryParseJid } from "../jid/jid.ts";
import type { Logger } from "../log.ts";
import type { Server } from "../server/module.ts";
import type { Outbox } from "../server/outbox.ts";
import type { Router } from "../server/router.ts";
import type { SessionHooks } from "../server/session-hooks.ts";
import type { SessionRegister } from "../server/sessions.ts";
import { stanzaOf } from "../stanza.ts";
import type { Accounts } from "../store/accounts.ts";
import type { ClientSession } from "./client-session.ts";
import type { DetachedSessions } from "./detached-sessions.ts";
import type { SuspendedSessionStore, SuspendedStanza } from "./suspended-session-store.ts";

/** For whom this work is done, where owners take turns. */
const OWNER = "sessions";

export interface SessionSuspensionDeps {
  readonly router: Router;
  readonly outbox: Outbox;
  readonly register: SessionRegister;
  readonly hooks: SessionHooks;
  readonly accounts: Pick<Accounts, "exists">;
  readonly suspendedStore: SuspendedSessionStore;
  /** By resumption id. */
  readonly resumable: Map<string, ClientSession>;
  readonly detached: DetachedSessions<ClientSession>;
  readonly create: (jid: Jid) => ClientSession;
  /** Milliseconds for which a session without a stream is kept. */
  readonly resumptionTime: number;
  readonly inTurns: Server["inTurns"];
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

  constructor(deps: SessionSuspensionDeps) {
    this.#deps = deps;
  }

  /**
   * Closes the connections of all resumable sessions at once, and returns what writes them to the store, in portions. They
   * stay in the register: what is sent to them from now on is stored, too.
   */
  suspendAll(): () => Promise<void> {
    const { resumable, inTurns, log } = this.#deps;
    const writes = [...resumable.values()].map((session) => this.#suspend(session));
    return async () => {
      // The rest of the server stops in good order even if this fails.
      await inTurns(OWNER, inSequence(writes)).catch((error) => log.error({ event: "suspending-failed", error }));
      if (writes.length > 0) log.info({ event: "sessions-suspended", count: writes.length });
    };
  }

  #suspend(session: ClientSession): Generator<void, void> {
    const { hooks, suspendedStore, detached, resumptionTime, now } = this.#deps;
    const moduleStates = hooks.save(session);
    const expiry = detached.expiryOf(session) ?? now() + resumptionTime;
    const stanzas: SuspendedStanza[] = [];
    let isWritten = false;
    const snapshot = session.suspend((stanza) => {
      // A stanza behind one that has not been sent has not been sent either.
      const later = { stanza, time: hasUnsent ? undefined : now() };
      if (isWritten && snapshot) suspendedStore.add(snapshot.id, later);
      else stanzas.push(later);
    });
    stanzas.push(...(snapshot?.stanzas ?? []));
    const hasUnsent = stanzas.length > 0 && stanzas.at(-1)?.time === undefined;
    detached.remove(session);
    return (function* () {
      if (snapshot) yield* suspendedStore.save({ ...snapshot, stanzas, expiry, moduleStates });
      isWritten = true;
    })();
  }

  /**
   * Opens all suspended sessions again, for the rest of their time. Their stanzas stay in the store until they are resumed.
   * Their presence is broadcast in portions.
   */
  reviveAll(): void {
    const { accounts, register, hooks, suspendedStore, resumable, detached, create, outbox, inTurns, log } = this.#deps;
    const { now, resumptionTime } = this.#deps;
    let count = 0;
    for (const revived of suspendedStore.all()) {
      // Undefined where the rules for addresses have changed since.
      const jid = tryParseJid(revived.jid);
      if (!jid || !accounts.exists(jid.bare)) {
        suspendedStore.forget(revived.id);
        continue;
      }
      const session = create(jid);
      session.revive(revived);
      register.add(session);
      resumable.set(revived.id, session);
      this.#stored.add(revived.id);
      hooks.restore(session, revived.moduleStates);
      detached.add(session, Math.min(revived.expiry, now() + resumptionTime));
      for (const stanza of revived.waiting) outbox.send(session, stanza);
      if (revived.presence) this.#unannounced.set(session, revived.presence);
      // Offline messages of which it had a part go before what waits.
      if (revived.waiting.length > 0) this.announce(session);
      count += 1;
    }
    inTurns(OWNER, this.#announceAll()).catch((error) => log.error({ event: "reviving-failed", error }));
    if (count > 0) log.info({ event: "sessions-revived", count });
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
