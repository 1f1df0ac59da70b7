/** XEP-0060 §7.1.2, §13.14: event notifications, and the other messages of a node. */
import type { Element } from "ltx";
import { bareJid } from "../../../jid/jid.ts";
import { lazy } from "../../../lazy.ts";
import { delayElement } from "../../../server/delay.ts";
import { addressed, xml } from "../../../stanza.ts";
import { parseElement } from "../../../xml/parse-element.ts";
import { printOnce } from "../../../xml/print.ts";
import type { Access } from "./access.ts";
import type { EventQueue } from "./event-queue.ts";
import type { Host } from "./host.ts";
import type { Item } from "./items.ts";
import type { Node } from "./nodes.ts";
import { NS_PUBSUB_EVENT } from "./protocol.ts";
import type { Stores } from "./stores.ts";
import type { Subscription, SubscriptionState } from "./subscriptions.ts";

/** Subscriptions that are read at once. */
const PAGE_SIZE = 100;

export interface Notifications {
  /** §7.1.2; without items where the node neither persists items nor delivers payloads. */
  published(node: Node, items: readonly Item[]): void;
  /** §7.2.2.1. */
  retracted(node: Node, ids: readonly string[]): void;
  /** <purge/>, <delete/> or <configuration/>; also to pending subscribers if `isToPending`. */
  nodeChanged(node: Node, change: Element, isToPending?: boolean): void;
  /** §6.1.7: the last published item, with its time of publication (XEP-0203), to one address. */
  lastItem(node: Node, to: string): void;
  /** To one of the node's owners. */
  messageToOwner(node: Node, owner: string, ...content: readonly Element[]): void;
  /** §13.14: the state of a subscription, to the subscriber. */
  subscription(node: Node, jid: string, state: SubscriptionState | "none"): void;
  /** Sends the events that a former process has not sent to all: to everybody, since nobody knows who has got them. */
  tellLeft(): void;
}

interface NotificationsDeps {
  readonly stores: Stores;
  readonly host: Host;
  readonly access: Access;
  readonly events: EventQueue;
  readonly id: () => string;
  readonly route: (stanza: Element) => void;
}

function printedOnce(event: Element): Element {
  printOnce(event);
  return event;
}

/** §7.1.2: an <item/> as the node's configuration shows it. */
export function itemElement({ config }: Node, { id, publisher, payload }: Item, hasPayload = true): Element {
  const shown = config.itemreply === "publisher" ? bareJid(publisher) : undefined;
  return xml("item", { id, publisher: shown }, hasPayload && payload !== null ? parseElement(payload) : undefined);
}

export function openNotifications({ stores, host, access, events, id, route }: NotificationsDeps): Notifications {
  const { items, subscriptions, waitingEvents } = stores;

  const message = (node: Node, content: Element, delay?: Element): Element => {
    const type = node.config.notification_type === "headline" ? "headline" : undefined;
    return xml("message", { type, from: node.service }, xml("event", { xmlns: NS_PUBSUB_EVENT }, content), delay);
  };

  /** Each message has its own id, as one client may receive two. */
  const send = (event: Element, to: string): void => {
    const stanza = addressed(event, { to });
    stanza.attrs.id = id();
    route(stanza);
  };

  const subscription = (node: Node, jid: string, state: SubscriptionState | "none"): void =>
    send(message(node, xml("subscription", { node: node.name, jid, subscription: state })), jid);

  /** The addresses to notify, some of them twice; undefined for a step without one. */
  function* recipients(node: Node, isToPending: boolean): Generator<string | undefined> {
    const gate = access.toRetrieve(node);
    const mayRetrieve = (account: string): boolean => gate(account) === undefined;
    let page: readonly Subscription[];
    for (let after = ""; ; after = page.at(-1)?.jid ?? "") {
      page = subscriptions.page(node, after, PAGE_SIZE);
      for (const { jid, state, deliver } of page) {
        if (state === "pending") {
          yield isToPending ? jid : undefined;
        } else if (!mayRetrieve(bareJid(jid))) {
          // XEP-0163 §7.1: an entity that has lost access is unsubscribed.
          subscriptions.remove(node, jid);
          subscription(node, jid, "none");
          yield undefined;
        } else if (deliver) yield* host.notificationAddresses(node, jid);
      }
      if (page.length < PAGE_SIZE) break;
      yield undefined;
    }
    yield* host.autoSubscribers(node, mayRetrieve);
  }

  /** Sends the event to each address once, one a step, and calls `done`; `event` is called if there is any recipient. */
  function* deliveries(
    node: Node,
    event: () => Element,
    isToPending: boolean,
    done: () => void,
  ): Generator<void, void> {
    const sent = new Set<string | undefined>([undefined]);
    for (const address of recipients(node, isToPending)) {
      if (address !== undefined && !sent.has(address)) {
        sent.add(address);
        send(event(), address);
      }
      yield;
    }
    done();
  }

  const notify = (node: Node, content: () => Element, isToPending = false): void => {
    if (!node.config.deliver_notifications) return;
    const event = lazy(() => printedOnce(message(node, content())));
    let forget: (() => void) | undefined;
    const keep = (): void => {
      // After a restart, accounts send the last items to whoever is there (XEP-0163 §4.3.3).
      if (!node.service.includes("@")) forget = waitingEvents.add(node, event(), isToPending);
    };
    events.enqueue(node, () => deliveries(node, event, isToPending, () => forget?.()), keep);
  };

  const itemsElement = (node: Node, content: readonly Element[]): Element =>
    xml("items", { node: node.name }, ...content);

  /** Of the last item, as many may subscribe or come online at once. */
  let cache: { readonly sequence: number; readonly config: string; readonly event: Element } | undefined;

  const lastEvent = (node: Node): Element | undefined => {
    const sequence = items.lastSequence(node);
    if (sequence === undefined) return undefined;
    const config = JSON.stringify(node.config);
    if (cache?.sequence === sequence && cache.config === config) return cache.event;
    const last = items.last(node);
    if (!last) return undefined;
    const content = itemsElement(node, [itemElement(node, last, node.config.deliver_payloads)]);
    const delay = delayElement(last.time);
    cache = { sequence, config, event: printedOnce(message(node, content, delay)) };
    return cache.event;
  };

  return {
    published: (node, published) =>
      notify(node, () =>
        itemsElement(
          node,
          published.map((item) => itemElement(node, item, node.config.deliver_payloads)),
        ),
      ),
    retracted: (node, ids) =>
      notify(node, () =>
        itemsElement(
          node,
          ids.map((retracted) => xml("retract", { id: retracted })),
        ),
      ),
    nodeChanged: (node, change, isToPending) => notify(node, () => change, isToPending),
    lastItem: (node, to) => {
      if (!node.config.deliver_notifications) return;
      const event = lastEvent(node);
      if (event) send(event, to);
    },
    messageToOwner: (node, to, ...content) => route(xml("message", { from: node.service, to, id: id() }, ...content)),
    subscription,
    tellLeft: () => {
      for (const { node, event, isToPending, forget } of waitingEvents.left()) {
        printOnce(event);
        events.enqueue(node, () => deliveries(node, () => event, isToPending, forget));
      }
    },
  };
}
