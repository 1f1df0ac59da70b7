/** XEP-0198 §5: what a session that is over never acknowledged goes where undeliverable messages go, in portions. */
import type { Element } from "ltx";
import type { Logger } from "../log.ts";
import type { Server } from "../server/module.ts";
import type { Router } from "../server/router.ts";
import type { Sessions } from "../server/session.ts";

/** A stanza as it goes on from here, and as it was delivered. */
export interface Undelivered {
  readonly stanza: Element;
  readonly original: Element;
}

export interface UndeliveredParts {
  readonly router: Pick<Router, "undelivered">;
  readonly register: Pick<Sessions, "of">;
  readonly inTurns: Server["inTurns"];
  readonly log: Pick<Logger, "error">;
}

/** So many go on at once, before anything that comes after them. */
const AT_ONCE = 50;

export class UndeliveredStanzas {
  readonly #parts: UndeliveredParts;
  /** What is still going on. */
  readonly #underway = new Set<Promise<void>>();

  constructor(parts: UndeliveredParts) {
    this.#parts = parts;
  }

  /** `stanzas` of an account's session, oldest first. */
  give(account: string, stanzas: readonly Undelivered[]): void {
    const { router, register, inTurns, log } = this.#parts;
    for (const { stanza, original } of stanzas.slice(0, AT_ONCE)) router.undelivered(stanza, account, original);
    if (stanzas.length <= AT_ONCE) return;
    const there = new Set([...register.of(account)].filter(({ presence }) => presence));
    const giveLater = ({ stanza, original }: Undelivered): void => router.undelivered(stanza, account, original, there);
    const work = inTurns(account, inPortions(stanzas.slice(AT_ONCE), giveLater))
      .catch((error) => log.error({ event: "undelivered-failed", account, error }))
      .finally(() => this.#underway.delete(work));
    this.#underway.add(work);
  }

  /** Resolves when all that was given has gone on. */
  async settled(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway);
  }
}

function* inPortions(stanzas: readonly Undelivered[], give: (stanza: Undelivered) => void): Generator<void, void> {
  for (const stanza of stanzas) {
    give(stanza);
    yield;
  }
}
