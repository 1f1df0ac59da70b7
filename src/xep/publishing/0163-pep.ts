/** XEP-0163: Personal Eventing Protocol: each account is a pubsub service with presence-based subscriptions. */
import type { Element } from "ltx";
import { roster } from "../../im/roster.ts";
import { parseJid, storedJid } from "../../jid/jid.ts";
import { lazy } from "../../lazy.ts";
import { NS_PUBSUB } from "../../namespaces.ts";
import { defineModule, type Passage } from "../../server/module.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { disco } from "../0030-disco.ts";
import { caps } from "../0115-caps/caps.ts";
import { DEFAULTS } from "./0060-pubsub/config.ts";
import type { NodeConfig } from "./0060-pubsub/config-fields.ts";
import { featuresOf } from "./0060-pubsub/discovery.ts";
import type { Host } from "./0060-pubsub/host.ts";
import { ALL_ITEMS, type Item } from "./0060-pubsub/items.ts";
import { limitOptions } from "./0060-pubsub/limits.ts";
import { itemBudget } from "./0060-pubsub/paging.ts";
import { NS_PUBSUB_OWNER } from "./0060-pubsub/protocol.ts";
import { pubsub } from "./0060-pubsub/pubsub.ts";

const NOTIFY = "+notify";

export interface PepItem {
  readonly id: string;
  readonly payload: Element | undefined;
}

export interface PepListener {
  published?(account: string, node: string, items: readonly PepItem[], config: NodeConfig): void;
  removed?(account: string, node: string, ids: readonly string[], config: NodeConfig): void;
  configured?(account: string, node: string): void;
}

const exportingFile = lazy((): typeof import("./0060-pubsub/exporting.ts") => require("./0060-pubsub/exporting.ts"));
const importingFile = lazy((): typeof import("./0060-pubsub/importing.ts") => require("./0060-pubsub/importing.ts"));

const FEATURES = [
  "auto-subscribe",
  "filtered-notifications",
  "last-published",
  "presence-notifications",
  "presence-subscribe",
  "pubsub-on-a-jid",
] as const;

export const pep = defineModule({
  name: "pep",
  xep: "0163",
  version: "1.2.2",
  // Also of the domain, for clients that query only the domain (XEP-0222 §5, XEP-0223 §5).
  identities: [{ category: "pubsub", type: "pep" }],
  features: featuresOf(FEATURES),
  options: limitOptions,
  setup: ({ config, accounts, sessions, inTurns, now, id, use }) => {
    const contacts = use(roster);
    const {
      onFeatures: onLearned,
      visibleTo: seenBy,
      resourcesOf,
      withFeature: interested,
      featuresOf: featuresOfResource,
    } = use(caps);

    const listeners: PepListener[] = [];
    const presets = new Map<string, Partial<NodeConfig>>();

    const host: Host = {
      defaults: {
        ...DEFAULTS,
        access_model: "presence",
        max_items: "1",
        send_last_published_item: "on_sub_and_presence",
      },
      presets,
      limits: config,
      mayCreate: (service, who) => who.bare === service && accounts.exists(service),
      onPublished: ({ service, name, config: how }, items) => {
        const all = items.map(pepItemOf);
        for (const listener of listeners) listener.published?.(service, name, all, how);
      },
      onRemoved: ({ service, name, config: how }, ids) => {
        for (const listener of listeners) listener.removed?.(service, name, ids, how);
      },
      onConfigured: ({ service, name }) => {
        for (const listener of listeners) listener.configured?.(service, name);
      },
      isStranger: (service, who) => who.bare !== service && !contacts.hasSubscriber(service, who.bare),
      contact: contacts.get,
      /** §4: those of the account's own resources, and of the resources that it sees, that have the feature NODE+notify. */
      *autoSubscribers({ service, name }, mayRetrieve) {
        yield* interested(service, service, name + NOTIFY);
        for (const bare of seenBy(service)) {
          const resources = [...interested(service, bare, name + NOTIFY)];
          if (resources.length > 0 && mayRetrieve(bare)) yield* resources;
        }
      },
      /** §4.3.2. */
      notificationAddresses: ({ service, name }, subscriber) => {
        const { bare, resource } = storedJid(subscriber);
        return resource === "" && resourcesOf(service, bare).length > 0
          ? interested(service, bare, name + NOTIFY)
          : [subscriber];
      },
    };
    const { open, stores } = use(pubsub);
    const service = open(host);
    use(disco).describeAccountNodes({
      info: (account, peer, node) => service.info(account, peer, node),
      items: (account, peer, query) =>
        query.attrs.node === undefined
          ? inTurns(peer.bare, service.list(account, peer, query))
          : service.items(account, peer, query),
      hasNodes: service.hasNodes,
    });

    const nodesIn = (features: ReadonlySet<string>): string[] =>
      [...features].filter((feature) => feature.endsWith(NOTIFY)).map((feature) => feature.slice(0, -NOTIFY.length));

    // §4.3.3: the last items, once for each node that a resource has become interested in.
    onLearned(({ account, jid }, features, before) => {
      const names = nodesIn(features).filter((name) => !before.has(name + NOTIFY));
      if (names.length > 0) service.sendLastItems(account, jid, names);
    });

    /** XEP-0060 §13.2: a contact whose subscription to presence is approved gets the last items. */
    const sendToSubscribed = ({ stanza, account, peer }: Passage): undefined => {
      if (stanza.name !== "presence" || stanza.type !== "subscribed") return;
      for (const full of resourcesOf(account, peer.bare)) {
        const jid = parseJid(full);
        service.sendLastItems(account, jid, nodesIn(featuresOfResource({ account, jid })));
      }
    };

    /** §4.3.3, of what has come from another server: to the account's own resources, and to those that it sees. */
    const sendToPresent = (account: string): void => {
      const own = [...sessions.of(account)].filter(({ presence }) => presence).map(({ jid }) => jid);
      const others = [...seenBy(account)].flatMap((bare) => resourcesOf(account, bare).map(storedJid));
      for (const jid of [...own, ...others])
        service.sendLastItems(account, jid, nodesIn(featuresOfResource({ account, jid })));
    };

    const answering =
      (type: "get" | "set") =>
      (request: Element, { account, peer }: Passage) =>
        service.answer(type, request, account, peer);
    const requests = { get: { pubsub: answering("get") }, set: { pubsub: answering("set") } };

    const former = lazy(() => importingFile().openNodeImport({ stores, host, now, id }));
    return {
      import: {
        [NS_PUBSUB_OWNER]: { pubsub: (...given) => former().ofOwner(...given) },
        [NS_PUBSUB]: { pubsub: (...given) => former().ofItems(...given) },
      },
      arrived: sendToPresent,
      iq: { account: { [NS_PUBSUB]: requests, [NS_PUBSUB_OWNER]: requests } },
      stanzas: {
        outbound: { copy: sendToSubscribed },
        inbound: {
          // XEP-0060 §8.6: an owner's approval is for the service, not for the owner's other resources.
          guard: ({ stanza, account, peer }) => {
            const isOwn = stanza.name === "message" && peer.bare === account;
            return isOwn && service.handleApproval(stanza.xml, account, peer) ? "drop" : undefined;
          },
        },
      },
      export: (account) => exportingFile().exportedNodes(stores, account),
      api: {
        /** The answer with the last item of a node, for a requester. Throws StanzaError. */
        newest: service.newest,
        /** Whether a JID may retrieve the items of a node; undefined where there is no such node. */
        mayRetrieve: service.mayRetrieve,
        /** Publishes as the account; a missing node is created with `config`. Throws StanzaError. */
        publish: service.publish,
        publishEach: service.publishEach,
        /** Removes these items as far as they exist, and notifies if the node is configured so. */
        retract: service.retract,
        /** The items of a node, oldest first, up to a weight (paging.ts), and whether these are all. */
        itemsOf: (account: string, name: string, maxWeight: number) => {
          const node = stores.nodes.get(account, name);
          if (!node) return { items: [], isAll: true };
          const items = stores.items.page(
            node,
            ALL_ITEMS,
            config.max_items,
            "oldest",
            itemBudget(maxWeight, maxWeight),
          );
          return { items: items.map(pepItemOf), isAll: items.length === stores.items.count(node) };
        },
        /** The last item of a node. */
        lastOf: (account: string, name: string): PepItem | undefined => {
          const node = stores.nodes.get(account, name);
          const item = node && stores.items.last(node);
          return item && pepItemOf(item);
        },
        itemOf: (account: string, name: string, id: string): PepItem | undefined => {
          const node = stores.nodes.get(account, name);
          const item = node && stores.items.get(node, id);
          return item && pepItemOf(item);
        },
        /** The initial configuration of nodes of this name, of which access_model and persist_items cannot be changed. */
        setPreset: (name: string, preset: Partial<NodeConfig>): void => void presets.set(name, preset),
        configOf: (account: string, name: string): NodeConfig | undefined => stores.nodes.get(account, name)?.config,
        /** Called within the transaction for what anybody publishes and removes, also by this api. */
        addListener: (listener: PepListener): void => void listeners.push(listener),
      },
    };
  },
});

/** The payload is parsed once, when it is first read. */
const pepItemOf = ({ id, payload: text }: Item): PepItem => {
  let payload: Element | undefined;
  return {
    id,
    get payload() {
      if (text !== null) payload ??= parseElement(text);
      return payload;
    },
  };
};

/**
 * Returns a function that does the work that it is given, unless it is called by such work: a listener that publishes is not
 * called for what it publishes itself.
 */
export function nonReentrant(): (work: () => void) => void {
  let isWorking = false;
  return (work) => {
    if (isWorking) return;
    isWorking = true;
    try {
      work();
    } finally {
      isWorking = false;
    }
  };
}
