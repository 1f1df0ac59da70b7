/** XEP-0357 §7: what is published to wake an app. */
import type { Element } from "ltx";
import { xml } from "../../stanza.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { dataForm, type Field } from "../0004-data-forms.ts";
import type { PushService } from "./services.ts";

const NS = "urn:xmpp:push:0";
const PUBSUB = "http://jabber.org/protocol/pubsub";

/** What may be told of a message. */
export interface Telling {
  readonly sender: boolean;
  readonly body: boolean;
}

/** The request that publishes; `message` is the last one, and `service.messages` counts it. */
export function publication(from: string, service: PushService, message: Element, telling: Telling): Element {
  const { jid: to, node, options, messages } = service;
  const field = (name: string, value: string): Field => ({ var: name, type: "text-single", values: [value] });
  const body = telling.body ? message.getChildText("body") : null;
  const fields = [
    field("message-count", String(messages)),
    ...(telling.sender ? [field("last-message-sender", message.attrs.from)] : []),
    ...(body ? [field("last-message-body", body)] : []),
  ];
  const notification = xml("notification", { xmlns: NS }, dataForm("submit", "urn:xmpp:push:summary", fields));
  const publish = xml("publish", { node: node || undefined }, xml("item", {}, notification));
  const publishOptions = options === null ? undefined : xml("publish-options", {}, parseElement(options));
  return xml("iq", { type: "set", from, to }, xml("pubsub", { xmlns: PUBSUB }, publish, publishOptions));
}
