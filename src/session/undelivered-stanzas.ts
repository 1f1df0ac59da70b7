/** XEP-0198 §5: what a session that is over never acknowledged goes where undeliverable messages go, in portions. */
import type { Element } from "ltx";
import type { Logger } from "../log.ts";
import type { Server } from "../server/module.ts";
import type { Router } from "../server/router.ts";
import type { Session, Sessions } from "../server/session.ts";

/** A stanza as it goes on from here, and as it was delivered. */
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

/** So many go on at once: some ten milliseconds of work. */
const MAX_STANZAS_AT_ONCE = 500;

/** What waits of one account, oldest first, and who was there when it began to. */
interface AccountQueue {
  readonly stanzas: UndeliveredStanza[];
  readonly there: ReadonlySet<Session>;
}

export class UndeliveredStanzas {
  readonly #parts: UndeliveredStanzasDeps;
  /** By account, where not everything has gone on yet. */
  readonly #lines = new Map<string, AccountQueue>();
  readonly #underway = new Set<Promise<void>>();

  constructor(parts: UndeliveredStanzasDeps) {
    this.#parts = parts;
  }

  /** `stanzas` of an account's session, oldest first, behind what waits of that account. */
  add(account: string, stanzas: readonly UndeliveredStanza[]): void {
    const line = this.#lines.get(account);
    if (line) {
      for (const each of stanzas) line.stanzas.push(each);
      return;
    }
    const { router } = this.#parts;
    for (const { stanza, original } of stanzas.slice(0, MAX_STANZAS_AT_ONCE))
      router.redeliver(stanza, account, original);
    if (stanzas.length > MAX_STANZAS_AT_ONCE) this.#begin(account, stanzas.slice(MAX_STANZAS_AT_ONCE));
  }

  /** Resolves when all that was given has gone on. */
  async idle(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway);
  }

  #begin(account: string, stanzas: UndeliveredStanza[]): void {
    const { register, inTurns, log } = this.#parts;
    const there = new Set([...register.of(account)].filter(({ presence }) => presence));
    const line = { stanzas, there };
    this.#lines.set(account, line);
    const work = inTurns(account, this.#inPortions(account, line))
      .catch((error) => log.error({ event: "undelivered-failed", account, error }))
      .finally(() => {
        // Another one may have begun.
        if (this.#lines.get(account) === line) this.#lines.delete(account);
        this.#underway.delete(work);
      });
    this.#underway.add(work);
  }

  *#inPortions(account: string, { stanzas, there }: AccountQueue): Generator<void, void> {
    for (const { stanza, original } of stanzas) {
      this.#parts.router.redeliver(stanza, account, original, there);
      yield;
    }
    this.#lines.delete(account);
  }
}
