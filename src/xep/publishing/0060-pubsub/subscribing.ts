/** XEP-0060 §6.1, §6.2: to subscribe to a node, and to end that. */
import type { Element } from "ltx";
import { parseJid } from "../../../jid/jid.ts";
import { xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { askOwners } from "./approval.ts";
import { type Engine, nodeOf } from "./engine.ts";
import { refused, unsupported } from "./errors.ts";
import { EVENT, NS } from "./namespaces.ts";
import type { Node } from "./nodes.ts";
import type { Request, Verb } from "./request.ts";
import { deliverIn, optionsForm } from "./subscription-options.ts";
import { type SubscriptionState, subscriptionBytes } from "./subscriptions.ts";

/** Of one node. */
const MAX_SUBSCRIBERS = 10_000;

/** The JID that subscribes. Throws StanzaError bad-request, invalid-jid unless it is the asker's (§6.1.3.1). */
function subscriberIn({ element, from }: Request): string {
  const jid = parseJid(element.attrs.jid ?? "");
  if (jid.bare !== from.bare) throw refused("bad-request", "invalid-jid");
  return jid.full;
}

export const subscriptionElement = (node: string, jid: string, subscription: SubscriptionState | "none"): Element =>
  xml("subscription", { node, jid, subscription });

/** Whether an account (a bare JID) has no room for so many more at this service. */
export const isFull = ({ subscriptions, host }: Engine, { service }: Node, account: string, more = 1): boolean =>
  subscriptions.countOf(service, account) + more > host.limits.max_subscriptions;

/** Whether a node has no room for these JIDs, or its maker's nodes together. */
export function isListFull({ subscriptions, nodes, host }: Engine, node: Node, jids: readonly string[]): boolean {
  const bytes = jids.reduce((sum, jid) => sum + subscriptionBytes(jid), 0);
  const { subscription_bytes } = nodes.usage(node.service, node.creator);
  const isTooMuch = subscription_bytes + bytes > host.limits.max_storage / 10;
  return isTooMuch || subscriptions.count(node, true) + jids.length > MAX_SUBSCRIBERS;
}

export const subscribe =
  (engine: Engine): Verb =>
  (request) => {
    const { subscriptions, notifications } = engine;
    const { from, companion } = request;
    const jid = subscriberIn(request);
    const node = nodeOf(engine, request);
    const known = subscriptions.get(node, jid);
    const state = known?.state ?? stateFor(engine, node);
    if (known?.state === "pending") throw refused("not-authorized", "pending-subscription");
    if (companion && (companion.attrs.node !== undefined || companion.attrs.jid !== undefined)) {
      throw new StanzaError("bad-request", { text: "<subscribe/> says which subscription is meant" });
    }
    const deliver = companion ? deliverIn(companion) : (known?.deliver ?? true);
    subscriptions.put(node, { jid, state, deliver });
    if (!known) {
      if (state === "pending") askOwners(engine, node, jid);
      else if (node.config.send_last_published_item !== "never" && deliver) notifications.last(node, jid);
      tellOwners(engine, node, jid, state);
    }
    const options = companion ? xml("options", {}, optionsForm(deliver)) : undefined;
    return xml("pubsub", { xmlns: NS }, subscriptionElement(node.name, jid, state), options);

    function stateFor({ access, affiliations }: Engine, { config }: Node): SubscriptionState {
      if (!config.subscribe) throw unsupported("subscribe");
      const refusal = access.toSubscribe(node)(from.bare);
      if (refusal) throw refusal;
      if (isFull(engine, node, from.bare) || isListFull(engine, node, [jid])) {
        throw refused("policy-violation", "too-many-subscriptions", { type: "wait" });
      }
      const isAsked = config.access_model === "authorize" && affiliations.get(node, from.bare) === "none";
      return isAsked ? "pending" : "subscribed";
    }
  };

export const unsubscribe =
  (engine: Engine): Verb =>
  (request) => {
    const { subscriptions } = engine;
    const jid = parseJid(request.element.attrs.jid ?? "");
    const node = nodeOf(engine, request);
    // §6.2.3.3.
    if (jid.bare !== request.from.bare) throw new StanzaError("forbidden");
    if (!subscriptions.get(node, jid.full)) throw refused("unexpected-request", "not-subscribed", { type: "cancel" });
    subscriptions.remove(node, jid.full);
    tellOwners(engine, node, jid.full, "none");
    return xml("pubsub", { xmlns: NS }, subscriptionElement(node.name, jid.full, "none"));
  };

/** pubsub#notify_sub. */
function tellOwners(engine: Engine, node: Node, jid: string, state: SubscriptionState | "none"): void {
  if (!node.config.notify_sub) return;
  const event = xml("event", { xmlns: EVENT }, subscriptionElement(node.name, jid, state));
  for (const owner of engine.ownersOf(node)) engine.notifications.message(node, owner, event);
}
