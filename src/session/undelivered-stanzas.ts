/** XEP-0198 §5: the unacknowledged stanzas of ended sessions are redelivered (RFC 6121 §8), in portions. */
import type { Element } from "ltx";
import type { Logger } from "../log.ts";
import { withOriginalTime } from "../server/delay.ts";
import type { Server } from "../server/module.ts";
import type { Router } from "../server/router.ts";
import type { Session, Sessions } from "../server/session.ts";
import { roughWeightOf } from "../xml/weight.ts";
import type { Sent } from "./stream-management-state.ts";

/** What is redelivered of a session that has ended, oldest first: what was sent, and behind it what was not. */
export interface LeftBehind {
  readonly sent: readonly Pick<Sent, "stanza" | "time">[];
  readonly unsent: readonly Element[];
}

/** A stanza as it is redelivered, and as it was delivered first. */
export interface UndeliveredStanza {
  readonly stanza: Element;
  readonly original: Element;
}

/** What a session of this domain has left behind, as it is redelivered. */
export const redeliveredOf = ({ sent, unsent }: LeftBehind, domain: string): readonly UndeliveredStanza[] => [
  ...sent.map(({ stanza, time }) => ({ stanza: withOriginalTime(stanza, domain, time), original: stanza })),
  ...unsent.map((stanza) => ({ stanza, original: stanza })),
];

/** Called for each stanza once the tick in which it is redelivered is committed; with true for the last one, also where there is none. */
export type Redelivered = (isLast: boolean) => void;

export interface UndeliveredStanzasDeps {
  readonly router: Pick<Router, "redeliver">;
  readonly register: Pick<Sessions, "of">;
  readonly inTurns: Server["inTurns"];
  readonly log: Pick<Logger, "error">;
  /** `lost` is called where the disk has taken nothing of this tick. */
  readonly afterCommit: (callback: () => void, lost: () => void) => void;
  /** Bytes of memory from which on an account gets nothing more that would have to wait as well. */
  readonly maxWeight: number;
  /** Milliseconds after which it is tried again what the disk has not taken; a minute by default. */
  readonly retryMs?: number;
}

/** One that is to be redelivered. */
interface Item extends UndeliveredStanza {
  /** The order in which they came. */
  readonly number: number;
  /** Who was available then: who has come since gets it as well. */
  readonly available: ReadonlySet<Session>;
  readonly told: () => void;
  /** In bytes, roughly. */
  readonly weight: number;
}

/** Those of one account. */
interface AccountQueue {
  readonly account: string;
  /** Oldest first, once it is tried again. */
  waiting: Item[];
  /** Of those, together. */
  weight: number;
  /** Their tick is not committed yet. */
  readonly tried: Set<Item>;
  /** What is redelivered in turns. */
  work: Promise<void> | undefined;
  /** The disk has not taken one: the others wait behind it until it is tried again. */
  isPaused: boolean;
}

/** Stanzas that are redelivered at once: some ten milliseconds of work. */
const MAX_STANZAS_AT_ONCE = 500;
const RETRY_MS = 60_000;

export class UndeliveredStanzas {
  readonly #deps: UndeliveredStanzasDeps;
  /** By account, where not everything is redelivered yet. */
  readonly #queues = new Map<string, AccountQueue>();
  readonly #underway = new Set<Promise<void>>();
  #count = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: UndeliveredStanzasDeps) {
    this.#deps = deps;
  }

  /**
   * `given` are stanzas of an account's session, oldest first; they come behind what waits for that account. `available`: who has had
   * the chance to get them; by default, all who are available now.
   */
  add(
    account: string,
    given: readonly UndeliveredStanza[],
    redelivered?: Redelivered,
    available: ReadonlySet<Session> = this.#availableOf(account),
  ): void {
    const over = (isLast: boolean) => (): void => redelivered?.(isLast);
    if (redelivered && given.length === 0) this.#deps.afterCommit(over(true), over(true));
    if (given.length === 0) return;
    const queue = this.#queueOf(account);
    for (const [place, each] of given.entries()) {
      const weight = roughWeightOf(each.stanza);
      queue.weight += weight;
      const told = over(place === given.length - 1);
      queue.waiting.push({ ...each, number: ++this.#count, available, told, weight });
    }
    if (!queue.work && !queue.isPaused) this.#begin(queue, MAX_STANZAS_AT_ONCE);
  }

  /** Whether so much waits for an account, since the disk takes nothing, that its senders are to be told so. */
  isFull(account: string): boolean {
    const queue = this.#queues.get(account);
    return queue?.isPaused === true && queue.weight > this.#deps.maxWeight;
  }

  /** Resolves when everything is redelivered: with false where the disk has not taken some of it. */
  async idle(): Promise<boolean> {
    // In the tick of the call, where there is nothing to wait for.
    if (this.#queues.size === 0 && this.#underway.size === 0) return true;
    await this.#settled();
    this.#tryAgain();
    await this.#settled();
    return [...this.#queues.values()].every(({ waiting }) => waiting.length === 0);
  }

  /** Resolves when nothing is under way, and the tick of the last is over. */
  async #settled(): Promise<void> {
    do {
      await Promise.all(this.#underway);
      await new Promise<void>((settled) => this.#deps.afterCommit(settled, settled));
    } while (this.#underway.size > 0);
  }

  #availableOf(account: string): ReadonlySet<Session> {
    return new Set([...this.#deps.register.of(account)].filter(({ presence }) => presence));
  }

  #queueOf(account: string): AccountQueue {
    const known = this.#queues.get(account);
    if (known) return known;
    const queue = { account, waiting: [], weight: 0, tried: new Set<Item>(), work: undefined, isPaused: false };
    this.#queues.set(account, queue);
    return queue;
  }

  /** At most so many at once, and the rest in turns. Returns how many more there might have been at once. */
  #begin(queue: AccountQueue, most: number): number {
    let left = most;
    try {
      for (const work = this.#redeliver(queue); left > 0 && !work.next().done; ) left -= 1;
    } catch (error) {
      this.#deps.log.error({ event: "undelivered-failed", account: queue.account, error });
    }
    this.#goOn(queue);
    return left;
  }

  #goOn(queue: AccountQueue): void {
    if (queue.waiting.length === 0 || queue.work || queue.isPaused) return;
    const { inTurns, log } = this.#deps;
    const work = inTurns(queue.account, this.#redeliver(queue))
      .catch((error) => {
        log.error({ event: "undelivered-failed", account: queue.account, error });
        // What the portion has done is undone.
        for (const item of [...queue.tried]) this.#refused(queue, item);
      })
      .finally(() => {
        this.#underway.delete(work);
        // By now there may be other work.
        if (queue.work === work) queue.work = undefined;
        this.#goOn(queue);
        this.#forgetEmpty(queue);
      });
    queue.work = work;
    this.#underway.add(work);
  }

  *#redeliver(queue: AccountQueue): Generator<void, void> {
    while (!queue.isPaused) {
      const item = queue.waiting.shift();
      if (!item) break;
      queue.weight -= item.weight;
      this.#redeliverOne(queue, item);
      yield;
    }
    queue.work = undefined;
  }

  /** Throws what `redeliver` throws; then the item is not tried again. */
  #redeliverOne(queue: AccountQueue, item: Item): void {
    const { router, afterCommit } = this.#deps;
    const isRefused = router.redeliver(item.stanza, queue.account, item.original, item.available) === "refused";
    queue.tried.add(item);
    if (isRefused) return this.#refused(queue, item);
    const kept = (): void => {
      if (!queue.tried.delete(item)) return;
      item.told();
      this.#forgetEmpty(queue);
    };
    afterCommit(kept, () => this.#refused(queue, item));
  }

  #refused(queue: AccountQueue, item: Item): void {
    if (!queue.tried.delete(item)) return;
    queue.waiting.push(item);
    queue.weight += item.weight;
    queue.isPaused = true;
    this.#retry ??= setTimeout(() => this.#tryAgain(), this.#deps.retryMs ?? RETRY_MS).unref();
  }

  #tryAgain(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    let left = MAX_STANZAS_AT_ONCE;
    for (const queue of [...this.#queues.values()].filter(({ isPaused }) => isPaused)) {
      queue.isPaused = false;
      queue.waiting.sort((one, other) => one.number - other.number);
      left = this.#begin(queue, left);
    }
  }

  #forgetEmpty(queue: AccountQueue): void {
    const isEmpty = queue.waiting.length === 0 && queue.tried.size === 0 && !queue.work;
    if (isEmpty && this.#queues.get(queue.account) === queue) this.#queues.delete(queue.account);
  }
}
