/** XEP-0060 §5.6, §5.7: what an entity is subscribed to, and what it is to which node. */
import { xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import type { HeldAffiliation } from "./affiliations.ts";
import type { Engine } from "./engine.ts";
import { type Entry, entryPage } from "./entries.ts";
import { NS } from "./namespaces.ts";
import type { Verb } from "./request.ts";
import { subscriptionElement } from "./subscribing.ts";

/** The oldest node's are first. */
const PAGE = 1000;

export const ownSubscriptions =
  ({ subscriptions }: Engine): Verb =>
  (request) => {
    const { service, from, element } = request;
    const { node } = element.attrs;
    const held = subscriptions.held(service, from.bare).filter((one) => node === undefined || one.node === node);
    const entries = held.map((one) => ({
      key: JSON.stringify([one.node, one.jid]),
      element: subscriptionElement(one.node, one.jid, one.state),
    }));
    const { elements, set } = entryPage(request, (after) => {
      const start = after === undefined ? 0 : entries.findIndex(({ key }) => key === after) + 1;
      if (after !== undefined && start === 0) throw new StanzaError("item-not-found");
      return entries.slice(start);
    });
    return xml("pubsub", { xmlns: NS }, xml("subscriptions", { node }, ...elements), set);
  };

const entryOf = ({ node, affiliation }: HeldAffiliation): Entry => ({
  key: node,
  element: xml("affiliation", { node, affiliation }),
});

export const ownAffiliations =
  ({ nodes, affiliations }: Engine): Verb =>
  (request) => {
    const { service, from, element } = request;
    const { node: wanted }: { node?: string } = element.attrs;
    const ofOne = (name: string): Entry[] => {
      const node = nodes.get(service, name);
      const affiliation = node ? affiliations.get(node, from.bare) : "none";
      return affiliation === "none" ? [] : [entryOf({ node: name, affiliation })];
    };
    const { elements, set } = entryPage(request, (after) => {
      if (wanted !== undefined) return ofOne(wanted);
      const last = after === undefined ? undefined : nodes.get(service, after);
      if (after !== undefined && !last) throw new StanzaError("item-not-found");
      const found: Entry[] = [];
      affiliations.held(service, from.bare, last?.id ?? 0, (held) => found.push(entryOf(held)) <= PAGE);
      return found;
    });
    return xml("pubsub", { xmlns: NS }, xml("affiliations", { node: wanted }, ...elements), set);
  };
