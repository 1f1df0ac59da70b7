/** XEP-0357 §7: the notification that is published to a push service. */
import type { Element } from "ltx";
import { NS_PUBSUB, NS_PUSH } from "../../namespaces.ts";
import { xml } from "../../stanza.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { dataForm, type Field } from "../kit/0004-data-forms.ts";
import type { PushService } from "./push-services.ts";

/** What a push service may learn of a message. */
export interface Disclosure {
  readonly sender: boolean;
  readonly body: boolean;
}

/** Characters of a body that are sent: what a phone shows. */
const MAX_BODY_LENGTH = 1000;

/** What a notification contains of a message. */
export interface Summary {
  readonly sender: string | undefined;
  readonly body: string | undefined;
}

export function summaryOf(message: Element, disclosure: Disclosure): Summary {
  return {
    sender: disclosure.sender ? message.attrs.from : undefined,
    body: (disclosure.body && message.getChildText("body")?.slice(0, MAX_BODY_LENGTH)) || undefined,
  };
}

/** The publish request; `last` is of the last message, which `service.messages` includes. */
export function publication(from: string, service: PushService, last: Summary): Element {
  const { jid: to, node, options, messages } = service;
  const field = (name: string, value: string): Field => ({ var: name, type: "text-single", values: [value] });
  const fields = [
    field("message-count", String(messages)),
    ...(last.sender ? [field("last-message-sender", last.sender)] : []),
    ...(last.body ? [field("last-message-body", last.body)] : []),
  ];
  const notification = xml("notification", { xmlns: NS_PUSH }, dataForm("submit", "urn:xmpp:push:summary", fields));
  const publish = xml("publish", { node: node || undefined }, xml("item", {}, notification));
  const publishOptions = options === null ? undefined : xml("publish-options", {}, parseElement(options));
  return xml("iq", { type: "set", from, to }, xml("pubsub", { xmlns: NS_PUBSUB }, publish, publishOptions));
}
