/** XEP-0060 §8.6: who wants to subscribe to a node with the access model "authorize" waits for an owner's word. */
import type { Jid } from "../../../jid/jid.ts";
import { xml } from "../../../stanza.ts";
import { booleanIn, dataForm, type Form } from "../../kit/0004-data-forms.ts";
import type { Engine } from "./engine.ts";
import { SUBSCRIBE_AUTHORIZATION } from "./namespaces.ts";
import type { Node } from "./nodes.ts";

const NODE = "pubsub#node";
const SUBSCRIBER = "pubsub#subscriber_jid";
const ALLOW = "pubsub#allow";

/** Each owner is asked; the first answer counts (§12.12). */
export function askOwners({ notifications, ownersOf }: Engine, node: Node, jid: string): void {
  const form = dataForm("form", SUBSCRIBE_AUTHORIZATION, [
    { var: NODE, type: "text-single", label: "The node", values: [node.name] },
    { var: SUBSCRIBER, type: "jid-single", label: "Who wants to subscribe", values: [jid] },
    { var: ALLOW, type: "boolean", label: "Whether to allow it", values: ["0"] },
  ]);
  // With a text, so that it waits for an owner who is away.
  const body = xml("body", {}, `${jid} asks to subscribe to ${node.name}`);
  for (const owner of ownersOf(node)) notifications.message(node, owner, body, form);
}

/** An owner's word on who waits; what is from nobody who owns the node, or of nobody who waits, changes nothing. */
export function takeWord(engine: Engine, service: string, from: Jid, form: Form): void {
  const node = engine.nodes.get(service, form.fields.get(NODE)?.[0] ?? "");
  const allow = booleanIn(form.fields.get(ALLOW)?.[0]);
  // A form that is cancelled leaves the subscriber waiting.
  if (!node || form.type !== "submit" || allow === undefined) return;
  if (engine.affiliations.get(node, from.bare) !== "owner") return;
  const waiting = engine.subscriptions.get(node, form.fields.get(SUBSCRIBER)?.[0] ?? "");
  if (waiting?.state === "pending") decide(engine, node, waiting.jid, allow);
}

/** The subscriber is let in, or turned away, and hears of it. */
export function decide({ subscriptions, notifications }: Engine, node: Node, jid: string, isAllowed: boolean): void {
  const known = subscriptions.get(node, jid);
  if (!isAllowed) {
    if (!known) return;
    subscriptions.remove(node, jid);
    return notifications.subscription(node, jid, "none");
  }
  if (known?.state === "subscribed") return;
  subscriptions.put(node, { jid, state: "subscribed", deliver: known?.deliver ?? true });
  notifications.subscription(node, jid, "subscribed");
  if (node.config.send_last_published_item !== "never") notifications.last(node, jid);
}
