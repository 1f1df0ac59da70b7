/** XEP-0115 §5.4, §6.2: one of the resources that announce a hash is queried for its disco#info, which is verified. */
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { BoundedMap } from "../../bounded-map.ts";
import { age } from "../../clock.ts";
import type { Server } from "../../server/module.ts";
import { type Stanza, xml } from "../../stanza.ts";
import { NS_DISCO_INFO } from "../0030-disco.ts";
import type { Announcement } from "./announcement.ts";
import type { CapsCache } from "./caps-cache.ts";
import type { VisibleResource } from "./visible-resources.ts";

/** Queries at once; resources that wait for one of them; milliseconds until another resource may be queried. */
const MAX_QUERIES = 1000;
const MAX_WAITING = 10_000;
const ANSWER_TIMEOUT_MS = 30_000;

/**
 * A disco#info has at most so many identities, features, forms, fields, values and texts: anybody may send one, and it is sorted
 * to be hashed. The longest of today's clients have about 200.
 */
const MAX_NODES = 1000;
/** In attributes and texts; those clients have 4,000. */
const MAX_CHARACTERS = 32_000;

interface PendingQuery {
  /** The full JID that was queried. */
  readonly to: string;
  readonly since: number;
  /** The resources that announce the same hash, including the queried one. */
  readonly waiting: Map<string, VisibleResource>;
}

interface DiscoQueriesDeps {
  readonly sendRequest: Server["sendRequest"];
  readonly now: () => number;
  readonly cache: CapsCache;
  /** Called with the resources that waited for a hash, when `from` (a bare JID) has sent its disco#info. */
  readonly onVerified: (waiting: Iterable<VisibleResource>, key: string, from: string) => void;
}

export class DiscoQueries {
  readonly #deps: DiscoQueriesDeps;
  readonly #pending = new BoundedMap<string, PendingQuery>(MAX_QUERIES);

  constructor(deps: DiscoQueriesDeps) {
    this.#deps = deps;
  }

  /** Queries this resource, unless another one is being queried for the same hash. */
  query(announcement: Announcement, resource: VisibleResource): void {
    const pending = this.#pending.get(announcement.key);
    const waiting = pending?.waiting ?? new Map<string, VisibleResource>();
    if (waiting.size < MAX_WAITING) waiting.set(`${resource.account} ${resource.jid.full}`, resource);
    const isAwaited = pending !== undefined && age(pending.since, this.#deps.now()) < ANSWER_TIMEOUT_MS;
    if (!isAwaited) this.#send(announcement, resource, waiting);
  }

  #send(announcement: Announcement, { account, jid }: VisibleResource, waiting: Map<string, VisibleResource>): void {
    this.#pending.set(announcement.key, { to: jid.full, since: this.#deps.now(), waiting });
    const query = xml("query", { xmlns: NS_DISCO_INFO, node: announcement.node });
    const request = xml("iq", { type: "get", from: account, to: jid.full }, query);
    this.#deps.sendRequest(request, (answer) => this.#receive(announcement, answer));
  }

  #receive(announcement: Announcement, answer: Stanza): void {
    const { key } = announcement;
    const { cache, onVerified } = this.#deps;
    const pending = this.#pending.get(key);
    if (!pending) return;
    const input = verified(announcement, answer);
    if (input !== undefined) {
      this.#pending.delete(key);
      cache.put(key, input);
      return onVerified(pending.waiting.values(), key, answer.from.bare);
    }
    for (const [name, { jid }] of pending.waiting) if (jid.full === answer.from.full) pending.waiting.delete(name);
    if (pending.to !== answer.from.full) return;
    // §5.4: another resource that announces the same hash is queried.
    const [next] = pending.waiting.values();
    if (next) this.#send(announcement, next, pending.waiting);
    else this.#pending.delete(key);
  }
}

/** The hash input, if the answer has the announced hash. */
function verified({ method, algorithm, hash }: Announcement, { type, xml: iq }: Stanza): string | undefined {
  const query: Element | undefined = iq.getChild("query", NS_DISCO_INFO);
  if (type !== "result" || !query) return undefined;
  if (!isBounded(query)) return undefined;
  const input = method.input(query.getChildElements());
  if (input === undefined) return undefined;
  return createHash(algorithm).update(input).digest("base64") === hash ? input : undefined;
}

/** Whether the children of a <query/> are within these limits; reads no more of them than that. */
export function isBounded(query: Element): boolean {
  let [nodes, characters] = [0, 0];
  const waiting: Element["children"][] = [query.children];
  for (let children = waiting.pop(); children; children = waiting.pop()) {
    for (const child of children) {
      nodes += 1;
      characters += typeof child === "string" ? child.length : attributesOf(child as Element);
      if (nodes > MAX_NODES || characters > MAX_CHARACTERS) return false;
      if (typeof child !== "string") waiting.push((child as Element).children);
    }
  }
  return true;
}

function attributesOf({ attrs }: Element): number {
  let characters = 0;
  for (const value of Object.values(attrs)) characters += String(value).length;
  return characters;
}
