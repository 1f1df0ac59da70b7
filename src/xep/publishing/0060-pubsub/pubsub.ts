/** XEP-0060: Publish-Subscribe: the stores of all nodes, and the service at the subdomain pubsub. */
import type { Element } from "ltx";
import { roster } from "../../../im/roster.ts";
import { NS_PUBSUB } from "../../../namespaces.ts";
import { choice } from "../../../options.ts";
import { defineModule, type RequestHandlers } from "../../../server/module.ts";
import { conditionsIn, type Stanza } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { discoResult, infoChildren, NS_DISCO_INFO, NS_DISCO_ITEMS } from "../../0030-disco.ts";
import { DEFAULTS } from "./config.ts";
import { featuresOf } from "./discovery.ts";
import { openEventQueue } from "./event-queue.ts";
import type { Host } from "./host.ts";
import { limitOptions } from "./limits.ts";
import { NS_PUBSUB_OWNER } from "./protocol.ts";
import { openService, type PubsubService } from "./service.ts";
import { openStores } from "./stores.ts";
import { openSweeper } from "./sweeper.ts";
import { pubsubTables } from "./tables.ts";

const SUBDOMAIN = "pubsub";
const IDENTITY = { category: "pubsub", type: "service", name: "Publish-Subscribe" } as const;

export const pubsub = defineModule({
  name: "pubsub",
  xep: "0060",
  version: "1.30.0",
  tables: pubsubTables,
  addresses: {
    tables: {
      pubsub_node: {
        service: "jid",
        name: "other",
        creator: "jid",
        config: { json: ["contact"] },
        access: "other",
        title: "other",
      },
      pubsub_item: { id: "jid", publisher: "jid", payload: "xml" },
      pubsub_affiliation: { jid: "jid", affiliation: "other", service: "jid" },
      pubsub_subscription: { jid: "jid", account: "jid", state: "other", service: "jid" },
      pubsub_event: "dropped",
      pubsub_usage: { creator: "jid", service: "jid" },
    },
    recount: [
      `UPDATE pubsub_item SET bytes =
        coalesce(octet_length(payload), 0) + 2 * octet_length(id) + octet_length(publisher) + 64`,
      `UPDATE pubsub_node SET
        items = (SELECT count(*) FROM pubsub_item WHERE node = pubsub_node.id),
        subscribers = (SELECT count(*) FROM pubsub_subscription WHERE node = pubsub_node.id AND state = 'subscribed'),
        subscriptions = (SELECT count(*) FROM pubsub_subscription WHERE node = pubsub_node.id),
        bytes = octet_length(config) + 2 * octet_length(name) + 256
          + (SELECT coalesce(sum(bytes), 0) FROM pubsub_item WHERE node = pubsub_node.id)
          + (SELECT coalesce(sum(2 * octet_length(jid) + 64), 0) FROM pubsub_affiliation WHERE node = pubsub_node.id),
        subscription_bytes =
          (SELECT coalesce(sum(3 * octet_length(jid) + 64), 0) FROM pubsub_subscription WHERE node = pubsub_node.id)`,
      `UPDATE pubsub_usage SET (bytes, subscription_bytes) = (
        SELECT coalesce(sum(bytes), 0), coalesce(sum(subscription_bytes), 0) FROM pubsub_node
          WHERE creator = pubsub_usage.creator AND service = pubsub_usage.service
      )`,
    ],
  },
  notExported: "the nodes of an account are those of XEP-0163; XEP-0227 leaves out those of the service",
  options: {
    creators: choice(["accounts", "everybody", "nobody"], "accounts", "Who may create nodes at pubsub.DOMAIN."),
    ...limitOptions,
  },
  setup: ({ db, config, log, accounts, domains, now, isClockDoubtful, id, route, schedule, inTurns, use }) => {
    const contacts = use(roster);
    const isServed = (service: string): boolean => [...domains].some((domain) => service === `${SUBDOMAIN}.${domain}`);
    const stores = openStores({ db, log, now, isClockDoubtful, isServed });
    const events = openEventQueue({ db, log, schedule, inTurns });
    const sweep = openSweeper({ db, nodes: stores.nodes, events, schedule });
    const open = (host: Host): PubsubService =>
      openService(host, { stores, events, sweep, inTurns, log, now, id, route });

    const service = open({
      defaults: { ...DEFAULTS, itemreply: "publisher" },
      limits: config,
      mayCreate: (own, who) =>
        config.creators === "everybody" ||
        (config.creators === "accounts" && accounts.exists(who.bare)) ||
        who.bare === own,
      isStranger: () => false,
      contact: contacts.get,
      autoSubscribers: () => [],
      notificationAddresses: (_, subscriber) => [subscriber],
    });

    schedule(0, () => {
      service.tellLeft();
      sweep();
    });

    accounts.onRemove((account) => {
      stores.nodes.removeAll(account);
      sweep();
      for (const node of stores.affiliations.ownedAlone(account)) {
        const orphan = stores.nodes.byId(node);
        if (orphan) service.remove(orphan);
      }
      stores.affiliations.forget(account);
      stores.subscriptions.forget(account);
    });

    const serviceOf = ({ to }: Stanza): string => to?.domain ?? "";
    const answering = (type: "get" | "set") => (request: Element, stanza: Stanza) =>
      service.answer(type, request, serviceOf(stanza), stanza.from);
    const pubsubRequests = { get: { pubsub: answering("get") }, set: { pubsub: answering("set") } };

    const info = ({ attrs: { node } }: Element, stanza: Stanza): Element => {
      const features = [NS_DISCO_INFO, NS_DISCO_ITEMS, ...featuresOf([])];
      if (node === undefined) return discoResult(NS_DISCO_INFO, node, infoChildren([IDENTITY], features));
      return discoResult(NS_DISCO_INFO, node, service.info(serviceOf(stanza), stanza.from, node));
    };
    const items = (query: Element, stanza: Stanza): Element | Promise<Element> => {
      const { node } = query.attrs;
      if (node !== undefined)
        return discoResult(NS_DISCO_ITEMS, node, service.items(serviceOf(stanza), stanza.from, query));
      const listing = inTurns(stanza.from.bare, service.list(serviceOf(stanza), stanza.from, query));
      return listing.then((found) => discoResult(NS_DISCO_ITEMS, node, found));
    };

    const iq: RequestHandlers<Stanza> = {
      [NS_PUBSUB]: pubsubRequests,
      [NS_PUBSUB_OWNER]: pubsubRequests,
      [NS_DISCO_INFO]: { get: { query: info } },
      [NS_DISCO_ITEMS]: { get: { query: items } },
    };

    const accept = (stanza: Stanza): undefined => {
      if (stanza.name === "presence" || stanza.type === "result") return;
      if (stanza.type === "error") return unsubscribeGone(stanza);
      const isHandled = stanza.name === "message" && service.handleApproval(stanza.xml, serviceOf(stanza), stanza.from);
      if (!isHandled) throw new StanzaError("service-unavailable");
    };

    /** §13.4: unsubscribes an address that does not exist any more. */
    const unsubscribeGone = (stanza: Stanza): undefined => {
      const isGone = conditionsIn(stanza.xml).some((each) => each.is("gone") || each.is("item-not-found"));
      if (isGone) stores.subscriptions.forgetAt(serviceOf(stanza), stanza.from.full);
    };

    return {
      component: { subdomain: SUBDOMAIN, identity: IDENTITY, iq, receive: accept },
      storageUsage: stores.nodes.bytesOf,
      api: { open, stores, publish: service.publish, remove: service.remove },
    };
  },
});
