/** XEP-0060 put together: what one kind of service answers, and whom it tells. */
import type { Element } from "ltx";
import { type Jid, parseJid } from "../../../jid/jid.ts";
import type { Logger } from "../../../log.ts";
import type { Reply, Server } from "../../../server/module.ts";
import { xml } from "../../../stanza.ts";
import { formIn, formTypeIn } from "../../kit/0004-data-forms.ts";
import { accessOf } from "./access.ts";
import { takeWord } from "./approval.ts";
import type { NodeConfig } from "./config-fields.ts";
import { configure, defaultConfig, showConfig } from "./configuring.ts";
import { create, deleted, nodeCreated, remove } from "./creation.ts";
import { hasNodes, infoOf, itemsOf, nodesOf } from "./discovery.ts";
import type { Engine, Rows } from "./engine.ts";
import type { Events } from "./events.ts";
import type { Host } from "./host.ts";
import type { Item } from "./items.ts";
import { NS, OWNER, SUBSCRIBE_AUTHORIZATION } from "./namespaces.ts";
import type { Node } from "./nodes.ts";
import { notificationsOf } from "./notifications.ts";
import { ownAffiliations, ownSubscriptions } from "./own-entries.ts";
import { changeAffiliations, changeSubscriptions, listAffiliations, listSubscriptions } from "./owner-lists.ts";
import { standalone } from "./payload.ts";
import { startingConfig } from "./presets.ts";
import { publish, publishItems } from "./publish.ts";
import { answer, type Verbs } from "./request.ts";
import { purge, retract } from "./retention.ts";
import { retrieve } from "./retrieval.ts";
import { subscribe, unsubscribe } from "./subscribing.ts";
import { defaultOptions, setOptions, showOptions } from "./subscription-options.ts";

export interface PubsubService {
  /** Answers a <pubsub/> of either namespace. Throws StanzaError. */
  answer(type: "get" | "set", pubsub: Element, service: string, from: Jid): Reply | Promise<Reply>;
  /** §6.5.7: what was published last, as an answer to `from`. Throws StanzaError. */
  newest(service: string, node: string, from: Jid): Element;
  /** For service discovery, as far as `peer` may know; undefined where there is no such node. */
  info(service: string, peer: Jid, node: string): Element[] | undefined;
  items(service: string, peer: Jid, query: Element): Element[] | undefined;
  /** The nodes, likewise, page by page (XEP-0059). */
  list(service: string, peer: Jid, query: Element): Generator<void, Element[]>;
  /** Whether there is any node that `peer` may know of. */
  hasNodes(service: string, peer: Jid): boolean;
  /** §9: the last items of those of the nodes `names` that are sent to who comes online, if it may have them. */
  greet(service: string, to: Jid, names: readonly string[]): void;
  /** Whether an entity may have the items of a node; undefined where there is no such node. */
  mayRetrieve(service: string, name: string, who: Jid): boolean | undefined;
  /** Takes a message that is an owner's word on a subscriber; false where it is none. Throws StanzaError. */
  takeWord(message: Element, service: string, from: Jid): boolean;
  /** Publishes as the service's own account, into a node that is made with `config` where it is missing. Throws StanzaError. */
  publish(service: string, name: string, item: PublishedItem, config?: Partial<NodeConfig>): void;
  /** Likewise several, each told by itself: there are clients that read the first item of an event only. */
  publishEach(service: string, name: string, items: readonly PublishedItem[]): void;
  /** Removes what is there of these, and tells so if the node does. */
  retract(service: string, name: string, ids: readonly string[]): void;
  /** The node is gone, and its subscribers hear of it. */
  remove(node: Node): void;
}

export interface PublishedItem {
  readonly id: string;
  readonly payload: Element;
}

export interface ServiceParts {
  readonly rows: Rows;
  readonly events: Events;
  readonly sweep: () => void;
  readonly inTurns: Server["inTurns"];
  readonly log: Logger;
  readonly now: () => number;
  readonly id: () => string;
  readonly route: (stanza: Element) => void;
}

export function openService(host: Host, parts: ServiceParts): PubsubService {
  const { rows, events, sweep, inTurns, log, now, id, route } = parts;
  const access = accessOf({ host, ...rows });
  const notifications = notificationsOf({ rows, host, access, events, id, route });
  const engine: Engine = {
    ...rows,
    host,
    access,
    notifications,
    events,
    ownersOf: rows.affiliations.owners,
    sweep,
    inTurns,
    now,
    id,
  };
  const verbs = verbsOf(engine);

  const ownNode = (service: string, name: string, config?: Partial<NodeConfig>): Node =>
    rows.nodes.get(service, name) ??
    nodeCreated(engine, service, name, parseJid(service), { ...startingConfig(host, name), ...config });

  const published = ({ service }: Node, { id: given, payload }: PublishedItem): Item => ({
    id: given,
    publisher: parseJid(service).bare,
    time: now(),
    payload: standalone(payload),
  });

  return {
    answer: (type, pubsub, service, from) =>
      answer(verbs[pubsub.getNS() === OWNER ? OWNER : NS], type, pubsub, service, from),
    info: (service, peer, node) => infoOf(engine, service, peer, node),
    newest: (service, node, from) => {
      const element = xml("items", { node, max_items: 1 });
      const pubsub = xml("pubsub", { xmlns: NS }, element);
      return retrieve(engine)({ service, from, element, companion: undefined, pubsub });
    },
    items: (service, peer, query) => itemsOf(engine, service, peer, query),
    list: (service, peer, query) => nodesOf(engine, service, peer, query),
    hasNodes: (service, peer) => hasNodes(engine, service, peer),
    greet: (service, to, names) => {
      inTurns(to.bare, greeting(engine, service, to, names)).catch((error) =>
        log.error({ event: "last-items-not-sent", to: to.full, error }),
      );
    },
    mayRetrieve: (service, name, { bare }) => {
      const node = rows.nodes.get(service, name);
      return node && access.toRetrieve(node)(bare) === undefined;
    },
    takeWord: (message, service, from) => {
      const form = formTypeIn(message) === SUBSCRIBE_AUTHORIZATION ? formIn(message) : undefined;
      if (form) takeWord(engine, service, from, form);
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
      const node = rows.nodes.get(service, name);
      if (!node) return;
      const gone = ids.filter((one) => rows.items.remove(node, one));
      if (gone.length > 0 && node.config.notify_retract) notifications.retracted(node, gone);
    },
    remove: (node) => deleted(engine, node),
  };
}

function* greeting(engine: Engine, service: string, to: Jid, names: readonly string[]): Generator<void, void> {
  const { nodes, access, notifications } = engine;
  for (const id of nodes.greeting(service, names)) {
    const node = nodes.byId(id);
    if (node?.service === service && access.toRetrieve(node)(to.bare) === undefined) notifications.last(node, to.full);
    yield;
  }
}

const verbsOf = (engine: Engine): Record<typeof NS | typeof OWNER, Verbs> => ({
  [NS]: {
    get: {
      items: retrieve(engine),
      subscriptions: ownSubscriptions(engine),
      affiliations: ownAffiliations(engine),
      options: showOptions(engine),
      default: defaultOptions,
    },
    set: {
      create: create(engine),
      publish: publish(engine),
      retract: retract(engine),
      subscribe: subscribe(engine),
      unsubscribe: unsubscribe(engine),
      options: setOptions(engine),
    },
  },
  [OWNER]: {
    get: {
      configure: showConfig(engine),
      default: defaultConfig(engine),
      subscriptions: listSubscriptions(engine),
      affiliations: listAffiliations(engine),
    },
    set: {
      configure: configure(engine),
      delete: remove(engine),
      purge: purge(engine),
      subscriptions: changeSubscriptions(engine),
      affiliations: changeAffiliations(engine),
    },
  },
});
