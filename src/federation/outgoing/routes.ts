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
import { type DomainPair, pairKey } from "../domain-pair.ts";
import type { Policy } from "../policy.ts";
import { hourly, revalidate } from "../revalidation.ts";
import { Portions } from "./bounces.ts";
import { QueueLoad } from "./load.ts";
import { isStored, type OutgoingStanza, outgoingStanza, returnsError } from "./outgoing-stanza.ts";
import type { QueueStore, StoredStanza } from "./queue-store.ts";
import { revivedState as former } from "./resumable-state.ts";
import { Route } from "./route.ts";
import type { RouteDeps } from "./route-surroundings.ts";
import { OutgoingSession } from "./session.ts";
import { UncommittedLoad } from "./uncommitted-load.ts";

export interface RoutesDeps extends Omit<RouteDeps, "bounce" | "load"> {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly router: Pick<Router, "receive">;
  readonly policy: Policy;
  readonly trust: Trust;
  readonly store: QueueStore;
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
const MAX_SHARE = 0.25;

const full = (text: string): StanzaError => new StanzaError("resource-constraint", { text });

export class Routes {
  readonly #deps: RoutesDeps;
  readonly #routes = new Map<string, Route>();
  readonly #routeDeps: RouteDeps;
  /** What this tick sends: its routes have it once it is committed. */
  readonly #fresh = new UncommittedLoad();
  readonly #returns = new Portions();
  #stopReviews = (): void => {};
  #hasStopped = false;

  constructor(deps: RoutesDeps) {
    this.#deps = deps;
    this.#routeDeps = {
      ...deps,
      load: new QueueLoad(),
      bounce: (pair, item, error) => this.#returns.add(() => this.#bounce(pair, item, error)),
    };
  }

  get all(): readonly Route[] {
    return [...this.#routes.values()];
  }

  /** Undefined where nothing goes or waits. */
  get(pair: DomainPair): Route | undefined {
    return this.#routes.get(pairKey(pair));
  }

  /** The same, begun where there is none: by whom, as a bare JID or a domain. */
  of(pair: DomainPair, begunBy: string): Route {
    const key = pairKey(pair);
    const known = this.#routes.get(key);
    if (known) return known;
    const route = new Route(pair, begunBy, this.#routeDeps);
    this.#routes.set(key, route);
    return route;
  }

  /** Within the transaction of a stanza, with which it is kept and leaves, or is forgotten. Throws StanzaError. */
  send(stanza: Stanza): void {
    const { store, outbox, now, queueTime } = this.#deps;
    const pair = { local: stanza.from.domain, remote: stanza.to?.domain ?? "" };
    this.#check(pair);
    const text = print(stanza.xml);
    const bytes = Buffer.byteLength(text);
    const weight = weightOf(stanza.xml, bytes);
    const sender = stanza.from.bare;
    this.#makeRoom(pair, sender, weight);
    const time = now();
    const row = isStored(stanza) ? store.add(pair, time, text) : undefined;
    const item = outgoingStanza(stanza, { now: time, queueTime, bytes, weight, row });
    this.#fresh.add(pair, { sender, weight, isNew: !this.get(pair) });
    outbox.send({ deliver: () => this.of(pair, sender).enqueue(item) }, stanza.xml);
  }

  /** Takes up what has waited since a former life of this server, in portions. */
  start(): void {
    const { store, domains, clock, log, inTurns } = this.#deps;
    const revived: Route[] = [];
    for (const pair of store.pairs()) {
      if (!domains.has(pair.local)) {
        log.warn({ event: "stanzas-dropped", ...pair, reason: "this domain is not served here any more" });
        store.removeThrough(pair, Number.MAX_SAFE_INTEGER);
        store.removeOutgoingStream(pair);
        continue;
      }
      const route = this.of(pair, pair.remote);
      route.awaitRevival();
      revived.push(route);
    }
    inTurns(OWNER, this.#revive(revived)).catch((error) => log.error({ event: "reviving-failed", error }));
    this.#stopReviews = hourly(clock, () => this.revalidate());
  }

  *#revive(routes: readonly Route[]): Generator<void, void> {
    const { store } = this.#deps;
    for (const route of routes) {
      const { pair } = route;
      const items: OutgoingStanza[] = [];
      for (let kept = store.portion(pair, 0); kept.length > 0; kept = store.portion(pair, kept.at(-1)?.id ?? 0)) {
        items.push(...kept.flatMap((stanza) => this.#revived(pair, stanza) ?? []));
        yield;
        if (this.#hasStopped) return;
      }
      const stream = store.outgoingStream(pair);
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
    for (const { pair, pendingUnavailable: farewells } of this.all)
      for (const { stanza, time } of farewells) this.#deps.store.add(pair, time, print(stanza.xml));
  }

  /** Ends what the policy refuses by now, for its own sake (senders are told) or that of an expired certificate. */
  revalidate(): void {
    for (const route of this.all) this.#review(route);
  }

  #review(route: Route): void {
    const { remote } = route.pair;
    const text = this.#deps.policy.refusal(remote);
    const { line } = route.state;
    if (text !== undefined) route.rejectAll(new StanzaError("not-allowed", { text }));
    else if (line instanceof OutgoingSession && revalidate(remote, line.negotiated.tls, this.#deps)) line.close();
  }

  #check(pair: DomainPair): void {
    const text = this.#deps.policy.refusal(pair.remote);
    if (text !== undefined) throw new StanzaError("not-allowed", { text });
    const refusal = this.get(pair)?.refusal;
    if (refusal) throw refusal;
  }

  #makeRoom(pair: DomainPair, sender: string, weight: number): void {
    const { maxQueued, maxQueuedSize, maxQueuedTotal } = this.#deps;
    const { load } = this.#routeDeps;
    const route = this.get(pair);
    const { count = 0, weight: held = 0 } = route?.state ?? {};
    const fresh = this.#fresh.of(pair);
    const isFull =
      count + fresh.count >= maxQueued ||
      held + fresh.weight + weight > maxQueuedSize ||
      load.weight + this.#fresh.weight + weight > maxQueuedTotal;
    if (isFull) throw full(`too much waits for ${pair.remote} already: try again later`);
    if (load.of(sender) + this.#fresh.weightBy(sender) + weight > maxQueuedTotal * MAX_SHARE)
      throw full("too much of what you have sent to other servers still waits for them: try again later");
    if (!route && fresh.count === 0) this.#makeRoomForPair(sender);
  }

  #makeRoomForPair(sender: string): void {
    const { maxPairs } = this.#deps;
    const isTheirs = (route: Route): boolean => route.initiator === sender && !route.isRemovable && !route.state.line;
    const theirs = this.all.filter(isTheirs).length + this.#fresh.pairsBy(sender);
    if (theirs >= maxPairs * MAX_SHARE) throw full("you have tried to reach too many servers at once: try again later");
    if (this.#routes.size + this.#fresh.pairs < maxPairs) return;
    for (const [key, { isRemovable: isForgettable }] of this.#routes)
      if (isForgettable) return void this.#routes.delete(key);
    throw full("this server talks to as many others as it may");
  }

  #revived(pair: DomainPair, { id, time, number, xml }: StoredStanza): OutgoingStanza | undefined {
    const { now, queueTime, store, log } = this.#deps;
    const element = parseElement(xml);
    try {
      const stanza = stanzaOf(element, parseJid(element.attrs.from));
      // It may have been sent: it says that it is late.
      const bytes = Buffer.byteLength(xml);
      const known = { bytes, weight: weightOf(element, bytes), time, row: id, number, attempts: 1 };
      return outgoingStanza(stanza, { now: now(), queueTime, ...known });
    } catch (error) {
      if (!(error instanceof StanzaError)) throw error;
      log.warn({ event: "stanzas-dropped", ...pair, reason: error.message });
      store.remove(pair, id);
      return undefined;
    }
  }

  #bounce(pair: DomainPair, { stanza, row }: OutgoingStanza, error: StanzaError): void {
    const { db, store, router } = this.#deps;
    const { to } = stanza;
    db.atomically(() => {
      if (row !== undefined) store.remove(pair, row);
      if (to && returnsError(stanza)) router.receive(stanzaOf(errorOf(stanza, to.full, error), to));
    });
  }
}
