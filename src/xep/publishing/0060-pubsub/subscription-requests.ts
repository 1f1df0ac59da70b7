/** XEP-0060 §8.6: subscription requests at a node with the access model "authorize", and their approval by an owner. */
import type { Jid } from "../../../jid/jid.ts";
import { xml } from "../../../stanza.ts";
import { booleanIn, dataForm, type Form } from "../../kit/0004-data-forms.ts";
import type { Engine } from "./engine.ts";
import type { Node } from "./nodes.ts";
import { SUBSCRIBE_AUTHORIZATION } from "./protocol.ts";

const NODE = "pubsub#node";
const SUBSCRIBER = "pubsub#subscriber_jid";
const ALLOW = "pubsub#allow";

/** Sends the request to each owner; the first answer counts (§13.13). */
export function requestApproval({ notifications, affiliations }: Engine, node: Node, jid: string): void {
  const form = dataForm("form", SUBSCRIBE_AUTHORIZATION, [
    { var: NODE, type: "text-single", label: "The node", values: [node.name] },
    { var: SUBSCRIBER, type: "jid-single", label: "Who wants to subscribe", values: [jid] },
    { var: ALLOW, type: "boolean", label: "Whether to allow it", values: ["0"] },
  ]);
  // A message with a body is stored for an owner who is offline.
  const body = xml("body", {}, `${jid} asks to subscribe to ${node.name}`);
  for (const owner of affiliations.owners(node)) notifications.messageToOwner(node, owner, body, form);
}

/** Takes an owner's answer; ignores a form from anybody else, or about a subscription that is not pending. */
export function handleApproval(engine: Engine, service: string, from: Jid, form: Form): void {
  const node = engine.nodes.get(service, form.fields.get(NODE)?.[0] ?? "");
  const allow = booleanIn(form.fields.get(ALLOW)?.[0]);
  // A cancelled form leaves the subscription pending.
  if (!node || form.type !== "submit" || allow === undefined) return;
  if (engine.affiliations.get(node, from.bare) !== "owner") return;
  const pending = engine.subscriptions.get(node, form.fields.get(SUBSCRIBER)?.[0] ?? "");
  if (pending?.state === "pending") approveOrDeny(engine, node, pending.jid, allow);
}

/** Approves or denies (or ends) a subscription, and notifies the subscriber. */
export function approveOrDeny(
  { subscriptions, notifications }: Engine,
  node: Node,
  jid: string,
  isAllowed: boolean,
): void {
  const known = subscriptions.get(node, jid);
  if (!isAllowed) {
    if (!known) return;
    subscriptions.remove(node, jid);
    return notifications.subscription(node, jid, "none");
  }
  if (known?.state === "subscribed") return;
  subscriptions.put(node, { jid, state: "subscribed", deliver: known?.deliver ?? true });
  notifications.subscription(node, jid, "subscribed");
  if (node.config.send_last_published_item !== "never") notifications.lastItem(node, jid);
}
