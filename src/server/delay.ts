/** XEP-0203: Delayed Delivery: the time at which a stanza was received that is delivered later. */
import type { Element } from "ltx";
import { NS_DELAY } from "../namespaces.ts";
import { type Stanza, withChildren, withXml, xml } from "../stanza.ts";
import { forgeryCheck } from "./forgery-check.ts";

/** XEP-0091, its predecessor; some apps still read it. */
const NS_0091 = "jabber:x:delay";

/** `time`: milliseconds since 1970; `from`: the address that delayed the stanza (§3). */
export const delayElement = (time: number, from?: string): Element =>
  xml("delay", { xmlns: NS_DELAY, from, stamp: new Date(time).toISOString() });

/**
 * The same content with a <delay/> of `domain` (§2) that gives `time` (milliseconds since 1970); shares its children.
 * The element itself where it has one of that domain.
 */
export function withDelay(element: Element, domain: string, time: number): Element {
  const isStamped = element.getChildren("delay", NS_DELAY).some((delay) => delay.attrs.from === domain);
  if (isStamped) return element;
  return withChildren(element, [...element.children, delayElement(time, domain)]);
}

/** XEP-0198 §4: a message that is sent again, with the time at which `domain` has sent it first. Other stanzas are returned as they are. */
export const withOriginalTime = (stanza: Element, domain: string, time: number): Element =>
  stanza.name === "message" ? withDelay(stanza, domain, time) : stanza;

/** §5: the stanza without the delays that its sender has forged in the name of one of `domains`, however it is spelt. */
export function withoutForgedDelay(stanza: Stanza, domains: ReadonlySet<string>): Stanza {
  const { xml: element } = stanza;
  const isOurs = forgeryCheck((bare) => domains.has(bare));
  const isForged = (child: Element): boolean =>
    (child.is("delay", NS_DELAY) || child.is("x", NS_0091)) && isOurs(child.attrs.from);
  const honest = element.children.filter((child) => typeof child === "string" || !isForged(child as Element));
  return honest.length === element.children.length ? stanza : withXml(stanza, withChildren(element, honest));
}
