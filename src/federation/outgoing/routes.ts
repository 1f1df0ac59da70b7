/** The ways to other servers: one for each pair of domains that something goes or waits for. */
import { parseJid } from "../../jid/jid.ts";
import type { Server } from "../../server/module.ts";
import type { Outbox } from "../../server/outbox.ts";
import type { Router } from "../../server/router.ts";
import { errorOf, type Stanza, stanzaOf } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import type { Database } from "../../store/database.ts";
import type { Trust } from "../../trust/verdict.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { print } from "../../xml/print.ts";
import { weightOf } from "../../xml/weight.ts";
import { hourly, objectionTo } from "../objection.ts";
import { keyOf, type Pair } from "../pair.ts";
import type { Policy } from "../policy.ts";
import { revived as former } from "./former.ts";
import { Fresh } from "./fresh.ts";
import { Link } from "./link.ts";
import { Load } from "./load.ts";
import { isAnswered, isKept, newOutgoing, type OutgoingStanza } from "./outgoing-stanza.ts";
import { Portions } from "./portions.ts";
import { Route } from "./route.ts";
import type { RouteSurroundings } from "./route-surroundings.ts";
import type { KeptStanza, WaitingStanzas } from "./waiting-stanzas.ts";

export interface RoutesParts extends Omit<RouteSurroundings, "bounce" | "load"> {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly router: Pick<Router, "receive">;
  readonly policy: Policy;
  readonly trust: Trust;
  readonly store: WaitingStanzas;
  /** Those that are ours. */
  readonly domains: ReadonlySet<string>;
  readonly inTurns: Server["inTurns"];
  /** Of one pair, and in bytes of memory for one pair and for all together; of pairs. */
  readonly maxQueued: number;
  readonly maxQueuedSize: number;
  readonly maxQueuedTotal: number;
  readonly maxPairs: number;
}

/** For whom this is done, as far as others have their turn. */
const OWNER = "federation";
/** How much of what may wait in all, and of the pairs that are not reached yet, may be one sender's. */
const SHARE = 0.25;

const full = (text: string): StanzaError => new StanzaError("resource-constraint", { text });

export class Routes {
  readonly #parts: RoutesParts;
  readonly #routes = new Map<string, Route>();
  readonly #around: RouteSurroundings;
  /** What this tick sends: its routes have it once it is committed. */
  readonly #fresh = new Fresh();
  readonly #returns = new Portions();
  #stopReviews = (): void => {};
  #hasStopped = false;

  constructor(parts: RoutesParts) {
    this.#parts = parts;
    this.#around = {
      ...parts,
      load: new Load(),
      bounce: (pair, item, error) => this.#returns.add(() => this.#bounce(pair, item, error)),
    };
  }

  get all(): readonly Route[] {
    return [...this.#routes.values()];
  }

  /** Undefined where nothing goes or waits. */
  get(pair: Pair): Route | undefined {
    return this.#routes.get(keyOf(pair));
  }

  /** The same, begun where there is none: by whom, as a bare JID or a domain. */
  of(pair: Pair, begunBy: string): Route {
    const key = keyOf(pair);
    const known = this.#routes.get(key);
    if (known) return known;
    const route = new Route(pair, begunBy, this.#around);
    this.#routes.set(key, route);
    return route;
  }

  /** Within the transaction of a stanza, with which it is kept and leaves, or is forgotten. Throws StanzaError. */
  send(stanza: Stanza): void {
    const { store, outbox, now, queueTime } = this.#parts;
    const pair = { local: stanza.from.domain, remote: stanza.to?.domain ?? "" };
    this.#check(pair);
    const text = print(stanza.xml);
    const bytes = Buffer.byteLength(text);
    const weight = weightOf(stanza.xml, bytes);
    const sender = stanza.from.bare;
    this.#makeRoom(pair, sender, weight);
    const time = now();
    const row = isKept(stanza) ? store.keep(pair, time, text) : undefined;
    const item = newOutgoing(stanza, { now: time, queueTime, bytes, weight, row });
    this.#fresh.add(pair, { sender, weight, isNew: !this.get(pair) });
    outbox.send({ deliver: () => this.of(pair, sender).take(item) }, stanza.xml);
  }

  /** Takes up what has waited since a former life of this server, in portions. */
  start(): void {
    const { store, domains, clock, log, inTurns } = this.#parts;
    const revived: Route[] = [];
    for (const pair of store.pairs()) {
      if (!domains.has(pair.local)) {
        log.warn({ event: "stanzas-dropped", ...pair, reason: "this domain is not served here any more" });
        store.removeThrough(pair, Number.MAX_SAFE_INTEGER);
        store.forgetResumable(pair);
        continue;
      }
      const route = this.of(pair, pair.remote);
      route.awaitRevival();
      revived.push(route);
    }
    inTurns(OWNER, this.#revive(revived)).catch((error) => log.error({ event: "reviving-failed", error }));
    this.#stopReviews = hourly(clock, () => this.review());
  }

  *#revive(routes: readonly Route[]): Generator<void, void> {
    const { store } = this.#parts;
    for (const route of routes) {
      const { pair } = route;
      const items: OutgoingStanza[] = [];
      for (let kept = store.portion(pair, 0); kept.length > 0; kept = store.portion(pair, kept.at(-1)?.id ?? 0)) {
        items.push(...kept.flatMap((stanza) => this.#revived(pair, stanza) ?? []));
        yield;
        if (this.#hasStopped) return;
      }
      const stream = store.resumable(pair);
      route.revive(items, (sent) => stream && former(stream, sent));
      // In that life the policy may have been another one.
      this.#review(route);
    }
  }

  /** Ends all lines, after `patience` milliseconds at the latest. Who is gone by then is told so by the next life. */
  async stop(patience: number): Promise<void> {
    this.#stopReviews();
    this.#hasStopped = true;
    await Promise.all(this.all.map((route) => route.stop(patience)));
    // What is in the store is the next life's to return.
    this.#returns.stop();
    for (const { pair, farewells } of this.all)
      for (const { stanza, time } of farewells) this.#parts.store.keep(pair, time, print(stanza.xml));
  }

  /** Ends what the policy refuses by now, for its own sake (senders are told) or that of an expired certificate. */
  review(): void {
    for (const route of this.all) this.#review(route);
  }

  #review(route: Route): void {
    const { remote } = route.pair;
    const text = this.#parts.policy.refusal(remote);
    const { line } = route.state;
    if (text !== undefined) route.expel(new StanzaError("not-allowed", { text }));
    else if (line instanceof Link && objectionTo(remote, line.facts.tls, this.#parts)) line.leave();
  }

  #check(pair: Pair): void {
    const text = this.#parts.policy.refusal(pair.remote);
    if (text !== undefined) throw new StanzaError("not-allowed", { text });
    const refusal = this.get(pair)?.refusal;
    if (refusal) throw refusal;
  }

  #makeRoom(pair: Pair, sender: string, weight: number): void {
    const { maxQueued, maxQueuedSize, maxQueuedTotal } = this.#parts;
    const { load } = this.#around;
    const route = this.get(pair);
    const { count = 0, weight: held = 0 } = route?.state ?? {};
    const fresh = this.#fresh.of(pair);
    const isFull =
      count + fresh.count >= maxQueued ||
      held + fresh.weight + weight > maxQueuedSize ||
      load.weight + this.#fresh.weight + weight > maxQueuedTotal;
    if (isFull) throw full(`too much waits for ${pair.remote} already: try again later`);
    if (load.of(sender) + this.#fresh.weightBy(sender) + weight > maxQueuedTotal * SHARE)
      throw full("too much of what you have sent to other servers still waits for them: try again later");
    if (!route && fresh.count === 0) this.#makeRoomForPair(sender);
  }

  #makeRoomForPair(sender: string): void {
    const { maxPairs } = this.#parts;
    const isTheirs = (route: Route): boolean => route.begunBy === sender && !route.isForgettable && !route.state.line;
    const theirs = this.all.filter(isTheirs).length + this.#fresh.pairsBy(sender);
    if (theirs >= maxPairs * SHARE) throw full("you have tried to reach too many servers at once: try again later");
    if (this.#routes.size + this.#fresh.pairs < maxPairs) return;
    for (const [key, { isForgettable }] of this.#routes) if (isForgettable) return void this.#routes.delete(key);
    throw full("this server talks to as many others as it may");
  }

  #revived(pair: Pair, { id, time, number, xml }: KeptStanza): OutgoingStanza | undefined {
    const { now, queueTime, store, log } = this.#parts;
    const element = parseElement(xml);
    try {
      const stanza = stanzaOf(element, parseJid(element.attrs.from));
      // It may have been sent: it says that it is late.
      const bytes = Buffer.byteLength(xml);
      const known = { bytes, weight: weightOf(element, bytes), time, row: id, number, attempts: 1 };
      return newOutgoing(stanza, { now: now(), queueTime, ...known });
    } catch (error) {
      if (!(error instanceof StanzaError)) throw error;
      log.warn({ event: "stanzas-dropped", ...pair, reason: error.message });
      store.remove(pair, id);
      return undefined;
    }
  }

  #bounce(pair: Pair, { stanza, row }: OutgoingStanza, error: StanzaError): void {
    const { db, store, router } = this.#parts;
    const { to } = stanza;
    db.atomically(() => {
      if (row !== undefined) store.remove(pair, row);
      if (to && isAnswered(stanza)) router.receive(stanzaOf(errorOf(stanza, to.full, error), to));
    });
  }
}
