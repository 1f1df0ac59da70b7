/** XEP-0227 §4.4: a message that waits for its recipient, with the time at which it came (XEP-0203). */
import type { Element } from "ltx";
import { xml } from "../stanza.ts";

const NS_DELAY = "urn:xmpp:delay";

/** `time` in milliseconds since 1970; a message may bear the time itself. */
export function offlinePart(message: Element, domain: string, time: number | undefined): Element {
  message.attrs.xmlns = "jabber:client";
  const isStamped = message.getChildren("delay", NS_DELAY).some(({ attrs }) => attrs.from === domain);
  if (!isStamped && time !== undefined)
    message.cnode(xml("delay", { xmlns: NS_DELAY, from: domain, stamp: new Date(time).toISOString() }));
  return xml("offline-messages", { xmlns: "urn:xmpp:pie:0" }, message);
}
