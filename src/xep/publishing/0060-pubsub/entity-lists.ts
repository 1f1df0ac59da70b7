/** XEP-0060 §5.6, §5.7: an entity retrieves its own subscriptions and affiliations. */
import { NS_PUBSUB } from "../../../namespaces.ts";
import { xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import type { NodeAffiliation } from "./affiliations.ts";
import type { Engine } from "./engine.ts";
import { type ListEntry, listPage } from "./paging.ts";
import type { RequestHandler } from "./request.ts";
import { subscriptionElement } from "./subscribing.ts";

/** Affiliations that are read for one page. */
const PAGE_SIZE = 1000;

export const ownSubscriptions =
  ({ subscriptions }: Engine): RequestHandler =>
  (request) => {
    const { service, from, element } = request;
    const { node } = element.attrs;
    const own = subscriptions.atService(service, from.bare).filter((one) => node === undefined || one.node === node);
    const entries = own.map((one) => ({
      key: JSON.stringify([one.node, one.jid]),
      element: subscriptionElement(one.node, one.jid, one.state),
    }));
    const { elements, set } = listPage(request.pubsub, (after) => {
      const start = after === undefined ? 0 : entries.findIndex(({ key }) => key === after) + 1;
      if (after !== undefined && start === 0) throw new StanzaError("item-not-found");
      return entries.slice(start);
    });
    return xml("pubsub", { xmlns: NS_PUBSUB }, xml("subscriptions", { node }, ...elements), set);
  };

const entryOf = ({ node, affiliation }: NodeAffiliation): ListEntry => ({
  key: node,
  element: xml("affiliation", { node, affiliation }),
});

export const ownAffiliations =
  ({ nodes, affiliations }: Engine): RequestHandler =>
  (request) => {
    const { service, from, element } = request;
    const { node: wanted }: { node?: string } = element.attrs;
    const ofOne = (name: string): ListEntry[] => {
      const node = nodes.get(service, name);
      const affiliation = node ? affiliations.get(node, from.bare) : "none";
      return affiliation === "none" ? [] : [entryOf({ node: name, affiliation })];
    };
    const { elements, set } = listPage(request.pubsub, (after) => {
      if (wanted !== undefined) return ofOne(wanted);
      const last = after === undefined ? undefined : nodes.get(service, after);
      if (after !== undefined && !last) throw new StanzaError("item-not-found");
      const found: ListEntry[] = [];
      affiliations.atService(service, from.bare, last?.id ?? 0, (one) => found.push(entryOf(one)) <= PAGE_SIZE);
      return found;
    });
    return xml("pubsub", { xmlns: NS_PUBSUB }, xml("affiliations", { node: wanted }, ...elements), set);
  };
