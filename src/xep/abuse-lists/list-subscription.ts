/** XEP-0060, as a subscriber: subscribes to one block list, reads its items, and applies its events. */
import type { Element } from "ltx";
import { MINUTE } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import { NS_PUBSUB } from "../../namespaces.ts";
import { nowOrInTurns } from "../../server/in-turns.ts";
import type { Server } from "../../server/module.ts";
import { conditionsIn, xml } from "../../stanza.ts";
import { NS_RSM } from "../kit/0059-rsm.ts";
import { NS_PUBSUB_EVENT } from "../publishing/0060-pubsub/protocol.ts";
import { keyOfItem, listItemOf } from "./list-item.ts";
import type { ListStore } from "./list-store.ts";

export interface AbuseList {
  /** "SERVICE/NODE", as in the configuration and in the store. */
  readonly name: string;
  /** A bare JID. */
  readonly service: string;
  readonly node: string;
}

export interface ListSubscriptionDeps extends Pick<Server, "sendRequest" | "schedule" | "inTurns"> {
  readonly list: AbuseList;
  /** The local domain that subscribes. */
  readonly subscriber: string;
  readonly store: ListStore;
  /** Called when domains may have been added to the list. */
  readonly onAdded: () => void;
  readonly log: Logger;
}

export interface ListSubscription {
  readonly start: () => void;
  /** Applies an <event/> from the service. */
  readonly handleEvent: (event: Element) => void;
}

/** After this time an attempt has failed. */
const ANSWER_TIMEOUT_MS = 15 * MINUTE;
const MIN_PAUSE_MS = MINUTE;
/** Also between successful readings: events that were sent while this server was unreachable are lost. */
const MAX_PAUSE_MS = 360 * MINUTE;
const PAGE = 100;

export function subscribeToList({
  list,
  subscriber,
  store,
  onAdded,
  sendRequest,
  schedule,
  inTurns,
  log,
}: ListSubscriptionDeps): ListSubscription {
  const { name, service, node } = list;
  let pause = MIN_PAUSE_MS;
  /** The number of the current attempt; answers to earlier ones are ignored. */
  let attempt = 0;
  let hasFailed = false;
  let isFull = false;
  /** A large answer or event that is being applied; the next one waits for it. */
  let underway: Promise<void> | undefined;

  const enqueue = (work: () => Generator<void, void>): void => {
    const rest = underway ? underway.then(() => inTurns(service, work())) : nowOrInTurns(inTurns, service, work());
    if (!rest) return;
    const done: Promise<void> = rest
      .catch((error) => log.error({ event: "blocklist-failed", list: name, error }))
      .finally(() => {
        if (underway === done) underway = undefined;
      });
    underway = done;
  };

  const request = (type: "get" | "set", ...content: (Element | undefined)[]): Element =>
    xml("iq", { type, from: subscriber, to: service }, xml("pubsub", { xmlns: NS_PUBSUB }, ...content));

  const retryIn = (wait: number): void => {
    attempt += 1;
    const next = attempt;
    schedule(wait, () => {
      if (next === attempt) subscribe();
    });
  };

  /** Plans the next attempt. Further failures of the current one are ignored. */
  const fail = (reason: string): void => {
    if (hasFailed) return;
    hasFailed = true;
    log.warn({ event: "blocklist-not-followed", list: name, reason, again: `${pause / MINUTE}m` });
    retryIn(pause);
    pause = Math.min(pause * 2, MAX_PAUSE_MS);
  };

  /** Sends a request of the current attempt; `answered` is called with the <pubsub/> of its result. */
  const sendAndHandle = (iq: Element, answered: (pubsub: Element) => void): void => {
    const current = attempt;
    sendRequest(iq, ({ type, xml: answer }) => {
      if (current !== attempt) return;
      const pubsub = answer.getChild("pubsub", NS_PUBSUB);
      if (type === "result" && pubsub) answered(pubsub);
      else fail(conditionOf(answer));
    });
  };

  const subscribe = (): void => {
    const current = attempt;
    hasFailed = false;
    schedule(ANSWER_TIMEOUT_MS, () => {
      if (current === attempt) fail("it takes too long");
    });
    sendAndHandle(request("set", xml("subscribe", { node, jid: subscriber })), (pubsub) => {
      const state = pubsub.getChild("subscription", NS_PUBSUB)?.attrs.subscription;
      // §6.1.4: a pending subscription has to be approved first.
      if (state === "pending" || state === "none") return fail(`the subscription is ${state}`);
      store.beginReading(name);
      isFull = false;
      readPage();
    });
  };

  /** §6.5.4: page by page (XEP-0059) if the service supports it. */
  const readPage = (after?: string): void => {
    const set = xml(
      "set",
      { xmlns: NS_RSM },
      xml("max", {}, PAGE),
      after === undefined ? undefined : xml("after", {}, after),
    );
    sendAndHandle(request("get", xml("items", { node }), set), (pubsub) => {
      const current = attempt;
      enqueue(function* () {
        const items = pubsub.getChild("items", NS_PUBSUB)?.getChildren("item") ?? [];
        const hasRoom = yield* storeItems(items);
        if (current !== attempt) return;
        const last = pubsub.getChild("set", NS_RSM)?.getChildText("last") ?? undefined;
        if (hasRoom && items.length > 0 && last !== undefined && last !== after) return readPage(last);
        while (store.removeStale(name)) yield;
        log.info({ event: "blocklist-read", list: name, length: store.length(name) });
        pause = MIN_PAUSE_MS;
        retryIn(MAX_PAUSE_MS);
      });
    });
  };

  /** Returns false where there was no room for all items. */
  function* storeItems(items: readonly Element[]): Generator<void, boolean> {
    let hasRoom = true;
    for (const item of items) {
      const listed = listItemOf(item);
      hasRoom = listed === undefined || store.put(name, listed);
      if (!hasRoom) break;
      yield;
    }
    if (!hasRoom && !isFull)
      log.warn({ event: "blocklist-too-long", list: name, remedy: "raise blocklists.max_domains" });
    isFull ||= !hasRoom;
    if (items.length > 0) onAdded();
    return hasRoom;
  }

  function* applyItems(items: Element): Generator<void, void> {
    if (items.attrs.node !== node) return;
    for (const { attrs } of items.getChildren("retract")) {
      const key = keyOfItem(attrs.id);
      if (key) store.remove(name, key);
      yield;
    }
    yield* storeItems(items.getChildren("item"));
  }

  function* apply(event: Element): Generator<void, void> {
    const isAbout = (what: string): boolean => event.getChild(what, NS_PUBSUB_EVENT)?.attrs.node === node;
    const items = event.getChild("items", NS_PUBSUB_EVENT);
    if (items) yield* applyItems(items);
    if (isAbout("purge") || isAbout("delete")) while (store.removeSome(name)) yield;
    if (isAbout("delete")) fail("the list was deleted");
    const ended = event.getChild("subscription", NS_PUBSUB_EVENT)?.attrs;
    if (ended?.node === node && ended.subscription === "none") fail("the subscription was ended");
  }

  return { start: () => retryIn(0), handleEvent: (event) => enqueue(() => apply(event)) };
}

function conditionOf(answer: Element): string {
  const condition = conditionsIn(answer)[0]?.getName();
  return condition ?? "the answer makes no sense";
}
