/** XEP-0060 §6.1, §6.2: subscribing to a node, and unsubscribing. */
import type { Element } from "ltx";
import { parseJid } from "../../../jid/jid.ts";
import { NS_PUBSUB } from "../../../namespaces.ts";
import { xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { type Engine, nodeOf } from "./engine.ts";
import type { Node } from "./nodes.ts";
import { NS_PUBSUB_EVENT, refused, unsupported } from "./protocol.ts";
import type { Request, RequestHandler } from "./request.ts";
import { deliverIn, optionsForm } from "./subscription-options.ts";
import { requestApproval } from "./subscription-requests.ts";
import { type SubscriptionState, subscriptionBytes } from "./subscriptions.ts";

/** Of one node. */
const MAX_SUBSCRIBERS = 10_000;

/** The JID that subscribes. Throws StanzaError bad-request (invalid-jid) unless it is the requester's (§6.1.3.1). */
function subscriberIn({ element, from }: Request): string {
  const jid = parseJid(element.attrs.jid ?? "");
  if (jid.bare !== from.bare) throw refused("bad-request", "invalid-jid");
  return jid.full;
}

export const subscriptionElement = (node: string, jid: string, subscription: SubscriptionState | "none"): Element =>
  xml("subscription", { node, jid, subscription });

/** Whether an account (a bare JID) would exceed its subscriptions at this service with `more` of them. */
export const hasTooManySubscriptions = (
  { subscriptions, host }: Engine,
  { service }: Node,
  account: string,
  more = 1,
): boolean => subscriptions.countOf(service, account) + more > host.limits.max_subscriptions;

/** Whether these JIDs would exceed the node's subscribers, or the storage for subscriptions to its creator's nodes. */
export function hasTooManySubscribers(
  { subscriptions, nodes, host }: Engine,
  node: Node,
  jids: readonly string[],
): boolean {
  const bytes = jids.reduce((sum, jid) => sum + subscriptionBytes(jid), 0);
  const { subscription_bytes } = nodes.usage(node.service, node.creator);
  const isTooLarge = subscription_bytes + bytes > host.limits.max_storage / 10;
  return isTooLarge || subscriptions.count(node, true) + jids.length > MAX_SUBSCRIBERS;
}

export const subscribe =
  (engine: Engine): RequestHandler =>
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
      if (state === "pending") requestApproval(engine, node, jid);
      else if (node.config.send_last_published_item !== "never" && deliver) notifications.lastItem(node, jid);
      notifyOwners(engine, node, jid, state);
    }
    const options = companion ? xml("options", {}, optionsForm(deliver)) : undefined;
    return xml("pubsub", { xmlns: NS_PUBSUB }, subscriptionElement(node.name, jid, state), options);

    function stateFor({ access, affiliations }: Engine, { config }: Node): SubscriptionState {
      if (!config.subscribe) throw unsupported("subscribe");
      const refusal = access.toSubscribe(node)(from.bare);
      if (refusal) throw refusal;
      if (hasTooManySubscriptions(engine, node, from.bare) || hasTooManySubscribers(engine, node, [jid])) {
        throw refused("policy-violation", "too-many-subscriptions", { type: "wait" });
      }
      const needsApproval = config.access_model === "authorize" && affiliations.get(node, from.bare) === "none";
      return needsApproval ? "pending" : "subscribed";
    }
  };

export const unsubscribe =
  (engine: Engine): RequestHandler =>
  (request) => {
    const { subscriptions } = engine;
    const jid = parseJid(request.element.attrs.jid ?? "");
    const node = nodeOf(engine, request);
    // §6.2.3.3.
    if (jid.bare !== request.from.bare) throw new StanzaError("forbidden");
    if (!subscriptions.get(node, jid.full)) throw refused("unexpected-request", "not-subscribed", { type: "cancel" });
    subscriptions.remove(node, jid.full);
    notifyOwners(engine, node, jid.full, "none");
    return xml("pubsub", { xmlns: NS_PUBSUB }, subscriptionElement(node.name, jid.full, "none"));
  };

/** pubsub#notify_sub. */
function notifyOwners(engine: Engine, node: Node, jid: string, state: SubscriptionState | "none"): void {
  if (!node.config.notify_sub) return;
  const event = xml("event", { xmlns: NS_PUBSUB_EVENT }, subscriptionElement(node.name, jid, state));
  for (const owner of engine.affiliations.owners(node)) engine.notifications.messageToOwner(node, owner, event);
}
