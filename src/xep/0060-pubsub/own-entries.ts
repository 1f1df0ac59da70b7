/** XEP-0060 §5.6, §5.7: what an entity is subscribed to, and what it is to which node. */
import { xml } from "../../stanza.ts";
import type { Engine } from "./engine.ts";
import { NS } from "./namespaces.ts";
import type { Verb } from "./request.ts";
import { subscriptionElement } from "./subscribing.ts";

export const ownSubscriptions =
  ({ subscriptions }: Engine): Verb =>
  ({ service, from, element }) => {
    const { node } = element.attrs;
    const held = subscriptions.held(service, from.bare).filter((one) => node === undefined || one.node === node);
    const children = held.map((one) => subscriptionElement(one.node, one.jid, one.state));
    return xml("pubsub", { xmlns: NS }, xml("subscriptions", { node }, ...children));
  };

export const ownAffiliations =
  ({ affiliations }: Engine): Verb =>
  ({ service, from, element }) => {
    const { node } = element.attrs;
    const held = affiliations.held(service, from.bare).filter((one) => node === undefined || one.node === node);
    const children = held.map((one) => xml("affiliation", { node: one.node, affiliation: one.affiliation }));
    return xml("pubsub", { xmlns: NS }, xml("affiliations", { node }, ...children));
  };
