/** XEP-0060 from the subscriber's side: one block list is subscribed to, read, and followed. */
import type { Element } from "ltx";
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
  /** "SERVICE/NODE": as it is kept, and as people call it. */
  readonly name: string;
  /** A bare JID. */
  readonly service: string;
  readonly node: string;
}

export interface FollowingParts extends Pick<Server, "sendRequest" | "schedule" | "inTurns"> {
  readonly list: AbuseList;
  /** The domain of ours that subscribes. */
  readonly subscriber: string;
  readonly listings: ListStore;
  /** There may be domains on the list that were not on it before. */
  readonly grown: () => void;
  readonly log: Logger;
}

export interface ListSubscription {
  /** From now on. */
  readonly start: () => void;
  /** Takes an <event/> that is the service's. */
  readonly hear: (event: Element) => void;
}

const MINUTE = 60_000;
/** An answer that has not come after this time will not. */
const ANSWER_TIMEOUT_MS = 15 * MINUTE;
const MIN_PAUSE_MS = MINUTE;
/** It is read anew even where all goes well: what was told while nobody could be reached is not told again. */
const MAX_PAUSE_MS = 360 * MINUTE;
const PAGE = 100;

export function subscribeToList({
  list,
  subscriber,
  listings,
  grown,
  sendRequest,
  schedule,
  inTurns,
  log,
}: FollowingParts): ListSubscription {
  const { name, service, node } = list;
  let pause = MIN_PAUSE_MS;
  /** Which attempt it is: answers to an earlier one come too late. */
  let attempt = 0;
  let hasFailed = false;
  let isFull = false;
  /** What is being taken in from one answer or event, where that is much; the next one waits. */
  let underway: Promise<void> | undefined;

  const inOrder = (work: () => Generator<void, void>): void => {
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

  const again = (wait: number): void => {
    attempt += 1;
    const next = attempt;
    schedule(wait, () => {
      if (next === attempt) begin();
    });
  };

  /** Whatever comes before the next attempt fails no further. */
  const fail = (reason: string): void => {
    if (hasFailed) return;
    hasFailed = true;
    log.warn({ event: "blocklist-not-followed", list: name, reason, again: `${pause / MINUTE}m` });
    again(pause);
    pause = Math.min(pause * 2, MAX_PAUSE_MS);
  };

  /** Asks; `answered` gets the answer of this attempt, a failure ends it. */
  const asked = (iq: Element, answered: (pubsub: Element) => void): void => {
    const current = attempt;
    sendRequest(iq, ({ type, xml: answer }) => {
      if (current !== attempt) return;
      const pubsub = answer.getChild("pubsub", NS_PUBSUB);
      if (type === "result" && pubsub) answered(pubsub);
      else fail(conditionOf(answer));
    });
  };

  const begin = (): void => {
    const current = attempt;
    hasFailed = false;
    schedule(ANSWER_TIMEOUT_MS, () => {
      if (current === attempt) fail("it takes too long");
    });
    asked(request("set", xml("subscribe", { node, jid: subscriber })), (pubsub) => {
      const state = pubsub.getChild("subscription", NS_PUBSUB)?.attrs.subscription;
      // §6.1.4: somebody has to approve it first.
      if (state === "pending" || state === "none") return fail(`the subscription is ${state}`);
      listings.begin(name);
      isFull = false;
      read();
    });
  };

  /** §6.5.4, page by page (XEP-0059) where the service knows pages. */
  const read = (after?: string): void => {
    const set = xml(
      "set",
      { xmlns: NS_RSM },
      xml("max", {}, PAGE),
      after === undefined ? undefined : xml("after", {}, after),
    );
    asked(request("get", xml("items", { node }), set), (pubsub) => {
      const current = attempt;
      inOrder(function* () {
        const items = pubsub.getChild("items", NS_PUBSUB)?.getChildren("item") ?? [];
        const hasRoom = yield* take(items);
        if (current !== attempt) return;
        const last = pubsub.getChild("set", NS_RSM)?.getChildText("last") ?? undefined;
        if (hasRoom && items.length > 0 && last !== undefined && last !== after) return read(last);
        while (listings.dropOthers(name)) yield;
        log.info({ event: "blocklist-read", list: name, length: listings.length(name) });
        pause = MIN_PAUSE_MS;
        again(MAX_PAUSE_MS);
      });
    });
  };

  /** False where there is no room for all of them. */
  function* take(items: readonly Element[]): Generator<void, boolean> {
    let hasRoom = true;
    for (const item of items) {
      const listing = listItemOf(item);
      hasRoom = listing === undefined || listings.put(name, listing);
      if (!hasRoom) break;
      yield;
    }
    if (!hasRoom && !isFull)
      log.warn({ event: "blocklist-too-long", list: name, remedy: "raise blocklists.max_domains" });
    isFull ||= !hasRoom;
    if (items.length > 0) grown();
    return hasRoom;
  }

  function* notice(items: Element): Generator<void, void> {
    if (items.attrs.node !== node) return;
    for (const { attrs } of items.getChildren("retract")) {
      const key = keyOfItem(attrs.id);
      if (key) listings.remove(name, key);
      yield;
    }
    yield* take(items.getChildren("item"));
  }

  function* hear(event: Element): Generator<void, void> {
    const isAbout = (what: string): boolean => event.getChild(what, NS_PUBSUB_EVENT)?.attrs.node === node;
    const items = event.getChild("items", NS_PUBSUB_EVENT);
    if (items) yield* notice(items);
    if (isAbout("purge") || isAbout("delete")) while (listings.clear(name)) yield;
    if (isAbout("delete")) fail("the list was deleted");
    const ended = event.getChild("subscription", NS_PUBSUB_EVENT)?.attrs;
    if (ended?.node === node && ended.subscription === "none") fail("the subscription was ended");
  }

  return { start: () => again(0), hear: (event) => inOrder(() => hear(event)) };
}

function conditionOf(answer: Element): string {
  const condition = conditionsIn(answer)[0]?.getName();
  return condition ?? "the answer makes no sense";
}
