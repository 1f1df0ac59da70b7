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

/**
 * The other way round: takes the time at which a message came to `domain` out of it, for formats that keep it beside the
 * message and add it when that is delivered. `now` where it has none.
 */
export function takeArrival(message: Element, domain: string, now: number): number {
  const own = message.getChildren("delay", NS_DELAY).find(({ attrs }) => attrs.from === domain);
  if (!own) return delayIn(message) ?? now;
  message.remove(own);
  return Date.parse(own.attrs.stamp ?? "") || now;
}

/** XEP-0203, XEP-0091: the time at which a message came, in milliseconds since 1970, where it says so. */
export function delayIn(message: Element): number | undefined {
  const stamps = [message.getChild("delay", NS_DELAY), message.getChild("x", "jabber:x:delay")];
  for (const stamp of stamps) {
    const text: string | undefined = stamp?.attrs.stamp;
    const old = /^(\d{4})(\d\d)(\d\d)T(\d\d:\d\d:\d\d)$/.exec(text ?? "");
    const time = Date.parse(old ? `${old[1]}-${old[2]}-${old[3]}T${old[4]}Z` : (text ?? ""));
    if (Number.isFinite(time)) return time;
  }
  return undefined;
}
