/** The routes to other servers: one for each domain pair for which stanzas are sent or wait. */
import { parseJid } from "../../jid/jid.ts";
import type { Server } from "../../server/module.ts";
import type { Outbox } from "../../server/outbox.ts";
import { isSubscription, type Stanza, stanzaOf } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import type { Trust } from "../../trust/verdict.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { print } from "../../xml/print.ts";
import { weightOf } from "../../xml/weight.ts";
import { type DomainPair, pairKey } from "../domain-pair.ts";
import type { Policy } from "../policy.ts";
import { hourly, revalidate } from "../revalidation.ts";
import { Bounces, type BouncesDeps } from "./bounces.ts";
import { stanzaErrorFor } from "./connect-error.ts";
import { MAX_SHARE, type QueueBounds, QueueLimits, resourceConstraint } from "./queue-limits.ts";
import type { StoredStanza } from "./queue-store.ts";
import { Route, type RouteDeps } from "./route.ts";
import { isStored, type OutgoingStanza, outgoingStanza } from "./route-queue.ts";
import { OutgoingSession } from "./session.ts";

export interface RoutesDeps extends Omit<RouteDeps, "bounce" | "held">, Omit<BouncesDeps, "store"> {
  readonly outbox: Outbox;
  readonly policy: Policy;
  readonly trust: Trust;
  /** Those of this server. */
  readonly domains: ReadonlySet<string>;
  readonly inTurns: Server["inTurns"];
  readonly limits: QueueBounds & { readonly maxPairs: number };
}

/** In whose turn stored stanzas are read. */
const OWNER = "federation";

export class Routes {
  readonly #deps: RoutesDeps;
  readonly #routes = new Map<string, Route>();
  readonly #routeDeps: RouteDeps;
  readonly #limits: QueueLimits;
  readonly #bounces: Bounces;
  #stopRevalidating = (): void => {};
  #hasStopped = false;

  constructor(deps: RoutesDeps) {
    this.#deps = deps;
    this.#limits = new QueueLimits(deps.limits);
    this.#bounces = new Bounces(deps);
    const bounce: RouteDeps["bounce"] = (pair, item, error) => this.#bounces.add(pair, item, error);
    this.#routeDeps = { ...deps, held: this.#limits, bounce };
  }

  get all(): readonly Route[] {
    return [...this.#routes.values()];
  }

  get(pair: DomainPair): Route | undefined {
    return this.#routes.get(pairKey(pair));
  }

  /** The route of the pair; a new one where there is none. `initiator`: whose stanza is the first, a bare JID or a domain. */
  of(pair: DomainPair, initiator: string): Route {
    const key = pairKey(pair);
    const known = this.#routes.get(key);
    if (known) return known;
    const route = new Route(pair, initiator, this.#routeDeps);
    this.#routes.set(key, route);
    return route;
  }

  /** Called within the transaction of a stanza: it is stored with it, and queued once it is committed. Throws StanzaError. */
  send(stanza: Stanza): void {
    const { store, outbox, clock, queueTime } = this.#deps;
    const pair = { local: stanza.from.domain, remote: stanza.to?.domain ?? "" };
    this.#checkReachable(pair);
    const text = print(stanza.xml);
    const bytes = Buffer.byteLength(text);
    const weight = weightOf(stanza.xml, bytes);
    const sender = stanza.from.bare;
    this.#checkRoom(pair, sender, weight);
    const now = clock.now();
    const row = isStored(stanza) ? store.add(pair, now, text) : undefined;
    const item = outgoingStanza(stanza, { now, deadline: clock.monotonic() + queueTime, bytes, weight, row });
    if (isSubscription(stanza)) this.#awaitDisk(item);
    this.#limits.addUncommitted(pair, { sender, weight }, !this.get(pair));
    outbox.send({ isOther: true, deliver: () => this.of(pair, sender).enqueue(item) }, stanza.xml);
  }

  /** What both sides know of a subscription would differ for good, if a power cut took it back here after it had left. */
  #awaitDisk(item: OutgoingStanza): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    item.unsynced = promise;
    this.#deps.store.afterSync(() => {
      item.unsynced = undefined;
      resolve();
    });
  }

  /** After a restart: the stanzas in the store are read in portions, and queued. */
  start(): void {
    const { store, domains, clock, log, inTurns } = this.#deps;
    const routes: Route[] = [];
    for (const pair of store.pairs()) {
      if (!domains.has(pair.local)) {
        log.warn({ event: "stanzas-dropped", ...pair, reason: "this domain is not served here any more" });
        store.removeThrough(pair, Number.MAX_SAFE_INTEGER);
        store.removeOutgoingStream(pair);
        continue;
      }
      const route = this.of(pair, pair.remote);
      route.awaitRevival();
      routes.push(route);
    }
    inTurns(OWNER, this.#revive(routes)).catch((error) => log.error({ event: "reviving-failed", error }));
    this.#stopRevalidating = hourly(clock, () => this.revalidate());
  }

  /** Stops all routes, after `timeout` milliseconds at the latest. Unavailable presence that has not left is stored. */
  async stop(timeout: number): Promise<void> {
    const { store } = this.#deps;
    this.#stopRevalidating();
    this.#hasStopped = true;
    await Promise.all(this.all.map((route) => route.stop(timeout)));
    // What they have not returned yet stays in the store.
    this.#bounces.stop();
    for (const { pair, queue } of this.all)
      for (const { stanza, time } of queue.pendingUnavailable) store.add(pair, time, print(stanza.xml));
  }

  /** Ends what the policy does not allow any more (senders are told), and sessions whose certificate is not valid any more. */
  revalidate(): void {
    for (const route of this.all) this.#revalidate(route);
  }

  #revalidate(route: Route): void {
    const { pair, transport } = route;
    const text = this.#deps.policy.refusal(pair.remote);
    if (text !== undefined) return route.rejectAll(new StanzaError("not-allowed", { text }));
    if (!(transport instanceof OutgoingSession)) return;
    if (revalidate(pair.remote, transport.negotiated.tls, this.#deps)) transport.close();
  }

  /** Throws StanzaError where the policy, or what the other server has just said, is against it. */
  #checkReachable(pair: DomainPair): void {
    const text = this.#deps.policy.refusal(pair.remote);
    if (text !== undefined) throw new StanzaError("not-allowed", { text });
    const refusal = this.get(pair)?.attempts.refusal;
    if (refusal) throw stanzaErrorFor(refusal, pair.remote);
  }

  /** Throws StanzaError resource-constraint. */
  #checkRoom(pair: DomainPair, sender: string, weight: number): void {
    const route = this.get(pair);
    this.#limits.check(pair, { sender, weight }, route?.queue);
    if (route || this.#limits.isUncommitted(pair)) return;
    const { maxPairs } = this.#deps.limits;
    const isUnreached = ({ initiator, isRemovable, transport }: Route): boolean =>
      initiator === sender && !isRemovable && !transport;
    const unreached = this.all.filter(isUnreached).length + this.#limits.newPairs(sender);
    if (unreached >= maxPairs * MAX_SHARE)
      throw resourceConstraint("you have tried to reach too many servers at once: try again later");
    if (this.#routes.size + this.#limits.newPairs() < maxPairs) return;
    for (const [key, { isRemovable }] of this.#routes) if (isRemovable) return void this.#routes.delete(key);
    throw resourceConstraint("this server talks to as many others as it may");
  }

  *#revive(routes: readonly Route[]): Generator<void, void> {
    const { store } = this.#deps;
    for (const route of routes) {
      const { pair } = route;
      const items: OutgoingStanza[] = [];
      for (let rows = store.portion(pair, 0); rows.length > 0; rows = store.portion(pair, rows.at(-1)?.id ?? 0)) {
        items.push(...rows.flatMap((row) => this.#read(pair, row) ?? []));
        yield;
        if (this.#hasStopped) return;
      }
      route.revive(items, store.outgoingStream(pair));
      // The policy may have changed since.
      this.#revalidate(route);
    }
  }

  /** A stored stanza; undefined, and removed, where it is not valid any more. */
  #read(pair: DomainPair, { id, time, number, xml }: StoredStanza): OutgoingStanza | undefined {
    const { clock, queueTime, store, log } = this.#deps;
    const element = parseElement(xml);
    try {
      const stanza = stanzaOf(element, parseJid(element.attrs.from));
      const bytes = Buffer.byteLength(xml);
      // It may have been sent: it is stamped with a delay.
      const known = { bytes, weight: weightOf(element, bytes), time, row: id, number, attempts: 1 };
      return outgoingStanza(stanza, { now: clock.now(), deadline: clock.monotonic() + queueTime, ...known });
    } catch (error) {
      if (!(error instanceof StanzaError)) throw error;
      log.warn({ event: "stanzas-dropped", ...pair, reason: error.message });
      store.remove(pair, id);
      return undefined;
    }
  }
}
