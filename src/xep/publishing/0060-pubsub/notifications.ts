/** XEP-0060 §12: messages to those who hear of a node. */
import type { Element } from "ltx";
import { bareJid } from "../../../jid/jid.ts";
import { addressed, xml } from "../../../stanza.ts";
import { parseElement } from "../../../xml/parse-element.ts";
import { printOnce } from "../../../xml/print.ts";
import type { Access } from "./access.ts";
import type { Rows } from "./engine.ts";
import type { Events } from "./events.ts";
import type { Host } from "./host.ts";
import type { Item } from "./items.ts";
import { EVENT } from "./namespaces.ts";
import type { Node } from "./nodes.ts";
import type { Subscription, SubscriptionState } from "./subscriptions.ts";

/** Subscriptions that are read in one go. */
const PAGE = 100;

export interface Notifications {
  /** §7.1.2: items have been published; none where the node has neither items nor payloads. */
  published(node: Node, items: readonly Item[]): void;
  /** §7.2.2.1. */
  retracted(node: Node, ids: readonly string[]): void;
  /** Of the node as a whole: <purge/>, <delete/>, <configuration/>. Those who wait to be let in hear it too, if asked so. */
  changed(node: Node, change: Element, isToPending?: boolean): void;
  /** §6.1.7: the last item, stamped with the time of its publication, to one address. */
  last(node: Node, to: string): void;
  /** To one of the node's owners. */
  message(node: Node, owner: string, ...content: readonly Element[]): void;
  /** §12.17: to the subscriber itself. */
  subscription(node: Node, jid: string, state: SubscriptionState | "none"): void;
}

interface Parts {
  readonly rows: Rows;
  readonly host: Host;
  readonly access: Access;
  readonly events: Events;
  readonly id: () => string;
  readonly route: (stanza: Element) => void;
}

function printedOnce(event: Element): Element {
  printOnce(event);
  return event;
}

/** §7.1.2: an <item/> with what is shown of it. */
export function itemElement({ config }: Node, { id, publisher, payload }: Item, hasPayload = true): Element {
  const shown = config.itemreply === "publisher" ? bareJid(publisher) : undefined;
  return xml("item", { id, publisher: shown }, hasPayload && payload !== null ? parseElement(payload) : undefined);
}

export function notificationsOf({ rows, host, access, events, id, route }: Parts): Notifications {
  const { items, subscriptions } = rows;

  const message = (node: Node, content: Element, delay?: Element): Element => {
    const type = node.config.notification_type === "headline" ? "headline" : undefined;
    return xml("message", { type, from: node.service }, xml("event", { xmlns: EVENT }, content), delay);
  };

  /** Each with an id of its own: one client may be reached by two addresses. */
  const send = (event: Element, to: string): void => {
    const stanza = addressed(event, { to });
    stanza.attrs.id = id();
    route(stanza);
  };

  const subscription = (node: Node, jid: string, state: SubscriptionState | "none"): void =>
    send(message(node, xml("subscription", { node: node.name, jid, subscription: state })), jid);

  /** Everybody who may hear of the node; undefined for somebody who does not. Some are there twice. */
  function* recipients(node: Node, isToPending: boolean): Generator<string | undefined> {
    const gate = access.toRetrieve(node);
    const mayRetrieve = (account: string): boolean => gate(account) === undefined;
    let page: readonly Subscription[];
    for (let after = ""; ; after = page.at(-1)?.jid ?? "") {
      page = subscriptions.page(node, after, PAGE);
      for (const { jid, state, deliver } of page) {
        if (state === "pending") {
          yield isToPending ? jid : undefined;
        } else if (!mayRetrieve(bareJid(jid))) {
          // XEP-0163 §7.1: who has lost access is subscribed no more.
          subscriptions.remove(node, jid);
          subscription(node, jid, "none");
          yield undefined;
        } else if (deliver) yield* host.addresses(node, jid);
      }
      if (page.length < PAGE) break;
      yield undefined;
    }
    yield* host.audience(node, mayRetrieve);
  }

  /** Each address once, one a step; `content` is made where there is somebody to hear it, and printed once. */
  function* telling(node: Node, content: () => Element, isToPending: boolean): Generator<void, void> {
    const told = new Set<string | undefined>([undefined]);
    let event: Element | undefined;
    for (const address of recipients(node, isToPending)) {
      if (address !== undefined && !told.has(address)) {
        event ??= printedOnce(message(node, content()));
        told.add(address);
        send(event, address);
      }
      yield;
    }
  }

  const tell = (node: Node, content: () => Element, isToPending = false): void => {
    if (node.config.deliver_notifications) events.tell(node, telling(node, content, isToPending));
  };

  const itemsElement = (node: Node, content: readonly Element[]): Element =>
    xml("items", { node: node.name }, ...content);

  /** The last one made: where many subscribe at once, or come online, it is what all of them get. */
  let made: { readonly sequence: number; readonly config: string; readonly event: Element } | undefined;

  const lastEvent = (node: Node): Element | undefined => {
    const sequence = items.lastSequence(node);
    if (sequence === undefined) return undefined;
    const config = JSON.stringify(node.config);
    if (made?.sequence === sequence && made.config === config) return made.event;
    const last = items.last(node);
    if (!last) return undefined;
    const content = itemsElement(node, [itemElement(node, last, node.config.deliver_payloads)]);
    const delay = xml("delay", { xmlns: "urn:xmpp:delay", stamp: new Date(last.time).toISOString() });
    made = { sequence, config, event: printedOnce(message(node, content, delay)) };
    return made.event;
  };

  return {
    published: (node, published) =>
      tell(node, () =>
        itemsElement(
          node,
          published.map((item) => itemElement(node, item, node.config.deliver_payloads)),
        ),
      ),
    retracted: (node, ids) =>
      tell(node, () =>
        itemsElement(
          node,
          ids.map((retracted) => xml("retract", { id: retracted })),
        ),
      ),
    changed: (node, change, isToPending) => tell(node, () => change, isToPending),
    last: (node, to) => {
      if (!node.config.deliver_notifications) return;
      const event = lastEvent(node);
      if (event) send(event, to);
    },
    message: (node, to, ...content) => route(xml("message", { from: node.service, to, id: id() }, ...content)),
    subscription,
  };
}
