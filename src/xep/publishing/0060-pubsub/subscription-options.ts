/** XEP-0060 §6.3, §6.4: subscription options. There is one: pubsub#deliver. */
import type { Element } from "ltx";
import { parseJid } from "../../../jid/jid.ts";
import { NS_PUBSUB } from "../../../namespaces.ts";
import { xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { booleanIn, dataForm, formIn } from "../../kit/0004-data-forms.ts";
import { type Engine, nodeOf } from "./engine.ts";
import type { Node } from "./nodes.ts";
import { refused, SUBSCRIBE_OPTIONS } from "./protocol.ts";
import type { Request, RequestHandler } from "./request.ts";
import type { Subscription } from "./subscriptions.ts";

const DELIVER = "pubsub#deliver";

export const optionsForm = (deliver: boolean, type: "form" | "result" = "result"): Element =>
  dataForm(type, SUBSCRIBE_OPTIONS, [
    { var: DELIVER, type: "boolean", label: "Whether to be notified", values: [deliver ? "1" : "0"] },
  ]);

/** pubsub#deliver in a submitted form; other options are ignored (XEP-0004 §3.1). Throws StanzaError bad-request (§6.3.7.2). */
export function deliverIn(options: Element): boolean {
  const form = formIn(options);
  const values = form?.fields.get(DELIVER);
  const deliver = values ? booleanIn(values[0]) : true;
  if (form?.type !== "submit" || form.formType !== SUBSCRIBE_OPTIONS || deliver === undefined) {
    throw refused("bad-request", "invalid-options");
  }
  return deliver;
}

function subscriptionOf(engine: Engine, request: Request): { node: Node; subscription: Subscription } {
  const { element, from } = request;
  if (element.attrs.jid === undefined) throw refused("bad-request", "jid-required");
  const jid = parseJid(element.attrs.jid);
  const node = nodeOf(engine, request);
  if (jid.bare !== from.bare) throw new StanzaError("forbidden");
  const subscription = engine.subscriptions.get(node, jid.full);
  if (!subscription) throw refused("unexpected-request", "not-subscribed", { type: "modify" });
  return { node, subscription };
}

export const showOptions =
  (engine: Engine): RequestHandler =>
  (request) => {
    const { node, subscription } = subscriptionOf(engine, request);
    const form = optionsForm(subscription.deliver, "form");
    return xml("pubsub", { xmlns: NS_PUBSUB }, xml("options", { node: node.name, jid: subscription.jid }, form));
  };

export const setOptions =
  (engine: Engine): RequestHandler =>
  (request) => {
    const { node, subscription } = subscriptionOf(engine, request);
    engine.subscriptions.put(node, { ...subscription, deliver: deliverIn(request.element) });
    return undefined;
  };

/** §6.4: the same for all nodes. */
export const defaultOptions: RequestHandler = ({ element }) =>
  xml("pubsub", { xmlns: NS_PUBSUB }, xml("default", { node: element.attrs.node }, optionsForm(true)));
