/** XEP-0060 from the subscriber's side: one block list is subscribed to, read, and followed. */
import type { Element } from "ltx";
import type { Logger } from "../../log.ts";
import type { Server } from "../../server/module.ts";
import { xml } from "../../stanza.ts";
import { NS_RSM } from "../0059-rsm.ts";
import { EVENT, NS } from "../0060-pubsub/namespaces.ts";
import { keyOfItem, listingOf } from "./listing.ts";
import type { Listings } from "./listings.ts";

export interface List {
  /** "SERVICE/NODE": as it is kept, and as people call it. */
  readonly name: string;
  /** A bare JID. */
  readonly service: string;
  readonly node: string;
}

export interface FollowingParts extends Pick<Server, "ask" | "later"> {
  readonly list: List;
  /** The domain of ours that subscribes. */
  readonly subscriber: string;
  readonly listings: Listings;
  /** There may be domains on the list that were not on it before. */
  readonly grown: () => void;
  readonly log: Logger;
}

export interface Following {
  /** From now on. */
  readonly start: () => void;
  /** Takes an <event/> that is the service's. */
  readonly hear: (event: Element) => void;
}

const MINUTE = 60_000;
/** An answer that has not come after this time will not. */
const PATIENCE = 15 * MINUTE;
const FIRST_PAUSE = MINUTE;
/** It is read anew even where all goes well: what was told while nobody could be reached is not told again. */
const LONGEST_PAUSE = 360 * MINUTE;
const PAGE = 100;

export function follow({ list, subscriber, listings, grown, ask, later, log }: FollowingParts): Following {
  const { name, service, node } = list;
  let pause = FIRST_PAUSE;
  /** Which attempt it is: answers to an earlier one come too late. */
  let attempt = 0;
  let hasFailed = false;
  let isFull = false;

  const request = (type: "get" | "set", ...content: (Element | undefined)[]): Element =>
    xml("iq", { type, from: subscriber, to: service }, xml("pubsub", { xmlns: NS }, ...content));

  const again = (wait: number): void => {
    attempt += 1;
    const next = attempt;
    later(wait, () => {
      if (next === attempt) begin();
    });
  };

  /** Whatever comes before the next attempt fails no further. */
  const fail = (reason: string): void => {
    if (hasFailed) return;
    hasFailed = true;
    log.warn({ event: "blocklist-not-followed", list: name, reason, again: `${pause / MINUTE}m` });
    again(pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  };

  /** Asks; `answered` gets the answer of this attempt, a failure ends it. */
  const asked = (iq: Element, answered: (pubsub: Element) => void): void => {
    const current = attempt;
    ask(iq, ({ type, xml: answer }) => {
      if (current !== attempt) return;
      const pubsub = answer.getChild("pubsub", NS);
      if (type === "result" && pubsub) answered(pubsub);
      else fail(conditionOf(answer));
    });
  };

  const begin = (): void => {
    const current = attempt;
    hasFailed = false;
    later(PATIENCE, () => {
      if (current === attempt) fail("it takes too long");
    });
    asked(request("set", xml("subscribe", { node, jid: subscriber })), (pubsub) => {
      const state = pubsub.getChild("subscription", NS)?.attrs.subscription;
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
      const items = pubsub.getChild("items", NS)?.getChildren("item") ?? [];
      const hasRoom = take(items);
      const last = pubsub.getChild("set", NS_RSM)?.getChildText("last") ?? undefined;
      if (hasRoom && items.length > 0 && last !== undefined && last !== after) return read(last);
      const length = listings.conclude(name);
      log.info({ event: "blocklist-read", list: name, length });
      pause = FIRST_PAUSE;
      again(LONGEST_PAUSE);
    });
  };

  /** False where there is no room for all of them. */
  const take = (items: readonly Element[]): boolean => {
    const found = items.flatMap((item) => listingOf(item) ?? []);
    const hasRoom = found.every((listing) => listings.put(name, listing));
    if (!hasRoom && !isFull)
      log.warn({ event: "blocklist-too-long", list: name, remedy: "raise blocklists.max_domains" });
    isFull ||= !hasRoom;
    if (found.length > 0) grown();
    return hasRoom;
  };

  const notice = (items: Element): void => {
    if (items.attrs.node !== node) return;
    for (const { attrs } of items.getChildren("retract")) {
      const key = keyOfItem(attrs.id);
      if (key) listings.remove(name, key);
    }
    take(items.getChildren("item"));
  };

  return {
    start: () => again(0),
    hear: (event) => {
      const isAbout = (what: string): boolean => event.getChild(what, EVENT)?.attrs.node === node;
      const items = event.getChild("items", EVENT);
      if (items) notice(items);
      if (isAbout("purge") || isAbout("delete")) listings.clear(name);
      if (isAbout("delete")) fail("the list was deleted");
      const ended = event.getChild("subscription", EVENT)?.attrs;
      if (ended?.node === node && ended.subscription === "none") fail("the subscription was ended");
    },
  };
}

function conditionOf(answer: Element): string {
  const condition = answer.getChild("error")?.getChildElements()[0]?.getName();
  return condition ?? "the answer makes no sense";
}
