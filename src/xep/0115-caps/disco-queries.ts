/** XEP-0115 §6.2, §5.4: one of those who announce a hash is asked what it stands for; what does not have it is not believed. */
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { BoundedMap } from "../../bounded-map.ts";
import type { Server } from "../../server/module.ts";
import { type Stanza, xml } from "../../stanza.ts";
import { INFO } from "../0030-disco.ts";
import type { Announcement } from "./announcement.ts";
import { isBounded } from "./bounded-info.ts";
import type { VisibleResource } from "./caps.ts";
import type { CapsCache } from "./caps-cache.ts";

/** Hashes that are asked about at once; those who wait for one of them; milliseconds that an answer may take. */
const MAX_QUERIES = 1000;
const MAX_WAITING = 10_000;
const ANSWER_TIMEOUT_MS = 30_000;

interface PendingQuery {
  /** Full JID. */
  readonly asked: string;
  readonly since: number;
  /** Who announces the same, the one that is asked among them. */
  readonly waiting: Map<string, VisibleResource>;
}

interface Parts {
  readonly sendRequest: Server["sendRequest"];
  readonly now: () => number;
  readonly knowledge: CapsCache;
  /** Told of all that have waited, and whose answer (a bare JID) they have waited for. */
  readonly learned: (waiting: Iterable<VisibleResource>, key: string, from: string) => void;
}

export class DiscoQueries {
  readonly #parts: Parts;
  readonly #open = new BoundedMap<string, PendingQuery>(MAX_QUERIES);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Asks this resource, unless another one is being asked the same. */
  query(announcement: Announcement, shown: VisibleResource): void {
    const underway = this.#open.get(announcement.key);
    const waiting = underway?.waiting ?? new Map<string, VisibleResource>();
    if (waiting.size < MAX_WAITING) waiting.set(`${shown.account} ${shown.jid.full}`, shown);
    const isAwaited = underway !== undefined && this.#parts.now() - underway.since < ANSWER_TIMEOUT_MS;
    if (!isAwaited) this.#ask(announcement, shown, waiting);
  }

  #ask(announcement: Announcement, { account, jid }: VisibleResource, waiting: Map<string, VisibleResource>): void {
    this.#open.set(announcement.key, { asked: jid.full, since: this.#parts.now(), waiting });
    const query = xml("query", { xmlns: INFO, node: announcement.node });
    const request = xml("iq", { type: "get", from: account, to: jid.full }, query);
    this.#parts.sendRequest(request, (answer) => this.#take(announcement, answer));
  }

  #take(announcement: Announcement, answer: Stanza): void {
    const { key } = announcement;
    const { knowledge, learned } = this.#parts;
    const inquiry = this.#open.get(key);
    if (!inquiry) return;
    const input = verified(announcement, answer);
    if (input !== undefined) {
      this.#open.delete(key);
      knowledge.put(key, input);
      return learned(inquiry.waiting.values(), key, answer.from.bare);
    }
    for (const [name, { jid }] of inquiry.waiting) if (jid.full === answer.from.full) inquiry.waiting.delete(name);
    if (inquiry.asked !== answer.from.full) return;
    // §5.4: somebody else who announces the same is asked.
    const [next] = inquiry.waiting.values();
    if (next) this.#ask(announcement, next, inquiry.waiting);
    else this.#open.delete(key);
  }
}

/** What was hashed, if the answer has the hash that was announced. */
function verified({ method, algorithm, hash }: Announcement, { type, xml: iq }: Stanza): string | undefined {
  const query: Element | undefined = iq.getChild("query", INFO);
  if (type !== "result" || !query) return undefined;
  // Before anything is sorted.
  if (!isBounded(query)) return undefined;
  const input = method.input(query.getChildElements());
  if (input === undefined) return undefined;
  return createHash(algorithm).update(input).digest("base64") === hash ? input : undefined;
}
