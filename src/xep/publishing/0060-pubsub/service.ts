/** A pubsub service: its request handlers, and the operations that other modules use. */
import type { Element } from "ltx";
import { type Jid, parseJid } from "../../../jid/jid.ts";
import { lazy, lazyCall } from "../../../lazy.ts";
import type { Logger } from "../../../log.ts";
import { NS_PUBSUB } from "../../../namespaces.ts";
import type { Reply, Server } from "../../../server/module.ts";
import { xml } from "../../../stanza.ts";
import { formIn, formTypeIn } from "../../kit/0004-data-forms.ts";
import { openAccess } from "./access.ts";
import type { NodeConfig } from "./config-fields.ts";
import { hasNodes, infoOf, itemsOf, nodesOf } from "./discovery.ts";
import type { Engine } from "./engine.ts";
import type { EventQueue } from "./event-queue.ts";
import type { Host } from "./host.ts";
import type { Item } from "./items.ts";
import type { Node } from "./nodes.ts";
import { openNotifications } from "./notifications.ts";
import {
  configure,
  create,
  createNode,
  defaultConfig,
  deleteNode,
  initialConfig,
  remove,
  showConfig,
} from "./owner-nodes.ts";
import { NS_PUBSUB_OWNER, SUBSCRIBE_AUTHORIZATION } from "./protocol.ts";
import { publish, publishItems, standalone } from "./publish.ts";
import { answer, type RequestHandlers } from "./request.ts";
import { retrieve } from "./retrieval.ts";
import type { Stores } from "./stores.ts";

const entityListsFile = lazy((): typeof import("./entity-lists.ts") => require("./entity-lists.ts"));
const deletionFile = lazy((): typeof import("./item-deletion.ts") => require("./item-deletion.ts"));
const ownerListsFile = lazy((): typeof import("./owner-lists.ts") => require("./owner-lists.ts"));
const subscribingFile = lazy((): typeof import("./subscribing.ts") => require("./subscribing.ts"));
const subscriptionOptionsFile = lazy((): typeof import("./subscription-options.ts") =>
  require("./subscription-options.ts"),
);
const subscriptionRequestsFile = lazy((): typeof import("./subscription-requests.ts") =>
  require("./subscription-requests.ts"),
);

export interface PubsubService {
  /** Answers a <pubsub/> of either namespace. Throws StanzaError. */
  answer(type: "get" | "set", pubsub: Element, service: string, from: Jid): Reply | Promise<Reply>;
  /** §6.5.7: the answer with the last published item, for `from`. Throws StanzaError. */
  newest(service: string, node: string, from: Jid): Element;
  /** disco#info of a node; undefined where there is none that `peer` may discover. */
  info(service: string, peer: Jid, node: string): Element[] | undefined;
  /** disco#items of a node; likewise. */
  items(service: string, peer: Jid, query: Element): Element[] | undefined;
  /** disco#items of the service: the nodes that `peer` may discover, page by page (XEP-0059). */
  list(service: string, peer: Jid, query: Element): Generator<void, Element[]>;
  /** Whether there is any node that `peer` may discover. */
  hasNodes(service: string, peer: Jid): boolean;
  /** Sends the last items of the nodes `names` that are configured as "on_sub_and_presence", as far as `to` may retrieve them. */
  sendLastItems(service: string, to: Jid, names: readonly string[]): void;
  /** After a start: sends the events that a former process has not sent to all. */
  tellLeft(): void;
  /** Whether `who` may retrieve the items of a node; undefined where there is no such node. */
  mayRetrieve(service: string, name: string, who: Jid): boolean | undefined;
  /** §8.6: handles an owner's answer to a subscription request; returns false for any other message. Throws StanzaError. */
  handleApproval(message: Element, service: string, from: Jid): boolean;
  /** Publishes as the service's own account; a missing node is created with `config`. Throws StanzaError. */
  publish(service: string, name: string, item: PublishedItem, config?: Partial<NodeConfig>): void;
  /** The same for several items, each in its own event: some clients read only the first item of an event. */
  publishEach(service: string, name: string, items: readonly PublishedItem[]): void;
  /** Removes these items as far as they exist, and notifies if the node is configured so. */
  retract(service: string, name: string, ids: readonly string[]): void;
  /** Deletes the node and notifies its subscribers. */
  remove(node: Node): void;
}

export interface PublishedItem {
  readonly id: string;
  readonly payload: Element;
}

export interface ServiceDeps {
  readonly stores: Stores;
  readonly events: EventQueue;
  readonly sweep: () => void;
  readonly inTurns: Server["inTurns"];
  readonly log: Logger;
  readonly now: () => number;
  readonly id: () => string;
  readonly route: (stanza: Element) => void;
}

export function openService(host: Host, parts: ServiceDeps): PubsubService {
  const { stores, events, sweep, inTurns, log, now, id, route } = parts;
  const access = openAccess({ host, ...stores });
  const notifications = openNotifications({ stores, host, access, events, id, route });
  const engine: Engine = {
    ...stores,
    host,
    access,
    notifications,
    events,
    sweep,
    inTurns,
    now,
    id,
  };
  const handlers = handlersOf(engine);

  const ownNode = (service: string, name: string, config?: Partial<NodeConfig>): Node =>
    stores.nodes.get(service, name) ??
    createNode(engine, service, name, parseJid(service), { ...initialConfig(host, name), ...config });

  const published = ({ service }: Node, { id: given, payload }: PublishedItem): Item => ({
    id: given,
    publisher: parseJid(service).bare,
    time: now(),
    payload: standalone(payload),
  });

  return {
    answer: (type, pubsub, service, from) =>
      answer(handlers[pubsub.getNS() === NS_PUBSUB_OWNER ? NS_PUBSUB_OWNER : NS_PUBSUB], type, pubsub, service, from),
    info: (service, peer, node) => infoOf(engine, service, peer, node),
    newest: (service, node, from) => {
      const element = xml("items", { node, max_items: 1 });
      const pubsub = xml("pubsub", { xmlns: NS_PUBSUB }, element);
      return retrieve(engine)({ service, from, element, companion: undefined, pubsub });
    },
    items: (service, peer, query) => itemsOf(engine, service, peer, query),
    list: (service, peer, query) => nodesOf(engine, service, peer, query),
    hasNodes: (service, peer) => hasNodes(engine, service, peer),
    tellLeft: notifications.tellLeft,
    sendLastItems: (service, to, names) => {
      inTurns(to.bare, lastItemsTo(engine, service, to, names)).catch((error) =>
        log.error({ event: "last-items-not-sent", to: to.full, error }),
      );
    },
    mayRetrieve: (service, name, { bare }) => {
      const node = stores.nodes.get(service, name);
      return node && access.toRetrieve(node)(bare) === undefined;
    },
    handleApproval: (message, service, from) => {
      const form = formTypeIn(message) === SUBSCRIBE_AUTHORIZATION ? formIn(message) : undefined;
      if (form) subscriptionRequestsFile().handleApproval(engine, service, from, form);
      return form !== undefined;
    },
    publish: (service, name, item, config) => {
      const node = ownNode(service, name, config);
      publishItems(engine, node, [published(node, item)]);
    },
    publishEach: (service, name, items) => {
      const node = ownNode(service, name);
      const all = items.map((item) => published(node, item));
      publishItems(engine, node, all, "one by one");
    },
    retract: (service, name, ids) => {
      const node = stores.nodes.get(service, name);
      if (!node) return;
      const removed = ids.filter((one) => stores.items.remove(node, one));
      if (removed.length > 0 && node.config.notify_retract) notifications.retracted(node, removed);
    },
    remove: (node) => deleteNode(engine, node),
  };
}

function* lastItemsTo(engine: Engine, service: string, to: Jid, names: readonly string[]): Generator<void, void> {
  const { nodes, access, notifications } = engine;
  for (const id of nodes.withLastItemOnPresence(service, names)) {
    const node = nodes.byId(id);
    if (node?.service === service && access.toRetrieve(node)(to.bare) === undefined)
      notifications.lastItem(node, to.full);
    yield;
  }
}

const handlersOf = (engine: Engine): Record<typeof NS_PUBSUB | typeof NS_PUBSUB_OWNER, RequestHandlers> => ({
  [NS_PUBSUB]: {
    get: {
      items: retrieve(engine),
      subscriptions: lazyCall(() => entityListsFile().ownSubscriptions(engine)),
      affiliations: lazyCall(() => entityListsFile().ownAffiliations(engine)),
      options: lazyCall(() => subscriptionOptionsFile().showOptions(engine)),
      default: lazyCall(() => subscriptionOptionsFile().defaultOptions),
    },
    set: {
      create: create(engine),
      publish: publish(engine),
      retract: lazyCall(() => deletionFile().retract(engine)),
      subscribe: lazyCall(() => subscribingFile().subscribe(engine)),
      unsubscribe: lazyCall(() => subscribingFile().unsubscribe(engine)),
      options: lazyCall(() => subscriptionOptionsFile().setOptions(engine)),
    },
  },
  [NS_PUBSUB_OWNER]: {
    get: {
      configure: showConfig(engine),
      default: defaultConfig(engine),
      subscriptions: lazyCall(() => ownerListsFile().listSubscriptions(engine)),
      affiliations: lazyCall(() => ownerListsFile().listAffiliations(engine)),
    },
    set: {
      configure: configure(engine),
      delete: remove(engine),
      purge: lazyCall(() => deletionFile().purge(engine)),
      subscriptions: lazyCall(() => ownerListsFile().changeSubscriptions(engine)),
      affiliations: lazyCall(() => ownerListsFile().changeAffiliations(engine)),
    },
  },
});
