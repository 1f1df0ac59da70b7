/** XEP-0198 §5: the unacknowledged stanzas of ended sessions are redelivered (RFC 6121 §8), in portions. */
import type { Element } from "ltx";
import type { Logger } from "../log.ts";
import type { Server } from "../server/module.ts";
import type { Router } from "../server/router.ts";
import type { Session, Sessions } from "../server/session.ts";

/** A stanza as it is redelivered, and as it was delivered first. */
export interface UndeliveredStanza {
  readonly stanza: Element;
  readonly original: Element;
}

export interface UndeliveredStanzasDeps {
  readonly router: Pick<Router, "redeliver">;
  readonly register: Pick<Sessions, "of">;
  readonly inTurns: Server["inTurns"];
  readonly log: Pick<Logger, "error">;
}

/** Stanzas that are redelivered at once: some ten milliseconds of work. */
const MAX_STANZAS_AT_ONCE = 500;

/** The stanzas that wait for one account, oldest first, and the sessions that were available when they began to wait. */
interface AccountQueue {
  readonly stanzas: UndeliveredStanza[];
  readonly available: ReadonlySet<Session>;
}

export class UndeliveredStanzas {
  readonly #deps: UndeliveredStanzasDeps;
  /** By account, where not everything is redelivered yet. */
  readonly #queues = new Map<string, AccountQueue>();
  readonly #underway = new Set<Promise<void>>();

  constructor(deps: UndeliveredStanzasDeps) {
    this.#deps = deps;
  }

  /** `stanzas` of an account's session, oldest first; they come behind what waits for that account. */
  add(account: string, stanzas: readonly UndeliveredStanza[]): void {
    const queue = this.#queues.get(account);
    if (queue) {
      for (const each of stanzas) queue.stanzas.push(each);
      return;
    }
    const { router } = this.#deps;
    for (const { stanza, original } of stanzas.slice(0, MAX_STANZAS_AT_ONCE))
      router.redeliver(stanza, account, original);
    if (stanzas.length > MAX_STANZAS_AT_ONCE) this.#begin(account, stanzas.slice(MAX_STANZAS_AT_ONCE));
  }

  /** Resolves when everything is redelivered. */
  async idle(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway);
  }

  #begin(account: string, stanzas: UndeliveredStanza[]): void {
    const { register, inTurns, log } = this.#deps;
    const available = new Set([...register.of(account)].filter(({ presence }) => presence));
    const queue = { stanzas, available };
    this.#queues.set(account, queue);
    const work = inTurns(account, this.#redeliver(account, queue))
      .catch((error) => log.error({ event: "undelivered-failed", account, error }))
      .finally(() => {
        // By now the account may have another queue.
        if (this.#queues.get(account) === queue) this.#queues.delete(account);
        this.#underway.delete(work);
      });
    this.#underway.add(work);
  }

  *#redeliver(account: string, { stanzas, available }: AccountQueue): Generator<void, void> {
    for (const { stanza, original } of stanzas) {
      this.#deps.router.redeliver(stanza, account, original, available);
      yield;
    }
    this.#queues.delete(account);
  }
}
