/** RFC 6120 §8: message, presence and iq, parsed once and passed on unchanged; their results and errors. */
import { Element } from "ltx";
import { type Jid, parseJid } from "./jid/jid.ts";
import { NS_CLIENT } from "./namespaces.ts";
import { type ApplicationCondition, NS_STANZAS, StanzaError, type StanzaErrorCondition } from "./stanza-error.ts";

export type StanzaName = "message" | "presence" | "iq";

/**
 * A stanza whose sender is known. `from` is the session's (or the verified peer's) address, never what the sender wrote.
 * `xml` carries the same `from` and, where there is one, the same `to`.
 */
export interface Stanza {
  readonly name: StanzaName;
  /** The type attribute; "normal" for a message without one, "available" for a presence without one. */
  readonly type: string;
  readonly id: string | undefined;
  readonly from: Jid;
  readonly to: Jid | undefined;
  readonly xml: Element;
}

export type Child = Element | string | number | undefined;
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** A new element. Children and attributes that are undefined are left out. */
export function xml(name: string, attributes: Attributes = {}, ...children: readonly Child[]): Element {
  const element = new Element(name, attributes);
  for (const child of children) if (child !== undefined) element.cnode(child as Element);
  return element;
}

/** The first child element of this name, and of this namespace where one is given: `getChild` of ltx, without a list of all of them. */
export function firstChild(element: Element, name: string, ns?: string): Element | undefined {
  for (const child of element.children as readonly (Element | string)[]) {
    // Nearly every name is told by its end from one with a prefix, too.
    if (typeof child === "string" || !child.name.endsWith(name)) continue;
    if (child.getName() === name && (ns === undefined || child.getNS() === ns)) return child;
  }
  return undefined;
}

/** A deep copy without a parent, to be a child of another element: ltx gives an added child a new parent. */
export function copyOf(element: Element): Element {
  const copy = new Element(element.name, element.attrs);
  for (const child of element.children) copy.cnode(typeof child === "string" ? child : copyOf(child as Element));
  return copy;
}

/** The same element with another `from`, `to` or `id`; shares the children, which are never changed. */
export function addressed(
  element: Element,
  addresses: { readonly from?: string; readonly to?: string; readonly id?: string },
): Element {
  const other = new Element(element.name, { ...element.attrs, ...addresses });
  other.children = element.children;
  return other;
}

/** The stanza, which nobody else has, as it stands outside of a stream. */
export function inClientNamespace(stanza: Element): Element {
  stanza.attrs.xmlns = NS_CLIENT;
  return stanza;
}

/** The same element with other children, which may belong to another element too: they are never changed. */
export function withChildren(element: Element, children: Element["children"]): Element {
  const other = new Element(element.name, element.attrs);
  other.children = children;
  return other;
}

const TYPES: Record<StanzaName, ReadonlySet<string>> = {
  message: new Set(["normal", "chat", "groupchat", "headline", "error"]),
  presence: new Set([
    "available",
    "unavailable",
    "subscribe",
    "subscribed",
    "unsubscribe",
    "unsubscribed",
    "probe",
    "error",
  ]),
  iq: new Set(["get", "set", "result", "error"]),
};

export const isStanzaName = (name: string): name is StanzaName => Object.hasOwn(TYPES, name);

/**
 * The stanza that `sender` sent, with `from` stamped on the element itself.
 * Throws StanzaError: bad-request (§8.1.4, §8.2), jid-malformed (§8.3.3.8).
 */
export function stanzaOf(element: Element, sender: Jid): Stanza {
  const name = element.name as StanzaName;
  element.attrs.from = sender.full;
  const given: string | undefined = element.attrs.type;
  const type = given ?? (name === "message" ? "normal" : name === "presence" ? "available" : "");
  // RFC 6121 §5.2.2: an unknown type of message is a normal one. Presence and iq have no such rule.
  const isKnown = TYPES[name].has(type) && given !== "available";
  if (!isKnown && name !== "message")
    throw new StanzaError("bad-request", { text: `<${name}/> has no type "${type}"` });
  const id: string | undefined = element.attrs.id;
  if (name === "iq" && !id) throw new StanzaError("bad-request", { text: "an <iq/> needs an id" });
  const to = element.attrs.to === undefined ? undefined : parseJid(element.attrs.to);
  if (to) element.attrs.to = to.full;
  return { name, type: isKnown ? type : "normal", id, from: sender, to, xml: element };
}

/** The same stanza with another element, for `amend`. */
export const withXml = (stanza: Stanza, element: Element): Stanza => ({ ...stanza, xml: element });

const SUBSCRIPTION_TYPES: ReadonlySet<string> = new Set(["subscribe", "subscribed", "unsubscribe", "unsubscribed"]);

/** RFC 6121 §3: presence that manages a subscription. */
export const isSubscription = ({ name, type }: Pick<Stanza, "name" | "type">): boolean =>
  name === "presence" && SUBSCRIPTION_TYPES.has(type);

/** An iq of type get or set, which is answered once (RFC 6120 §8.2.3). */
export const isRequest = ({ name, type }: Stanza): boolean => name === "iq" && (type === "get" || type === "set");

/** Of type result or error: it answers another stanza, and is never answered itself (RFC 6120 §8.2.3, §8.3.1). */
export const isResponse = ({ type }: Pick<Stanza, "type">): boolean => type === "error" || type === "result";

/** Whether a stanza that was not taken is answered with an error: never a response, and never presence (RFC 6121 §8.5). */
export const mayBeAnswered = (stanza: Pick<Stanza, "name" | "type">): boolean =>
  stanza.name !== "presence" && !isResponse(stanza);

/** The result of an iq: RFC 6120 §8.2.3. `from` is who answers, `to` who asked. */
export function resultOf(request: Stanza, from: string | undefined, payload?: Element): Element {
  return xml("iq", { type: "result", id: request.id, from, to: request.from.full }, payload);
}

/** The error that goes back: RFC 6120 §8.3.1. Carries no copy of what was sent. */
export function errorOf(
  request: Pick<Stanza, "name" | "id" | "from">,
  from: string | undefined,
  error: StanzaError,
): Element {
  return xml(request.name, { type: "error", id: request.id, from, to: request.from.full }, errorElement(error));
}

/** The error for what `stanzaOf` has refused; undefined for what is never answered. */
export function errorOfMalformed(element: Element, sender: Jid, from: string | undefined, error: StanzaError) {
  const { id, type } = element.attrs;
  if (!isStanzaName(element.name) || isResponse({ type })) return undefined;
  return errorOf({ name: element.name, id, from: sender }, from, error);
}

/** The <error/> of RFC 6120 §8.3.2. */
export const errorElement = ({ condition, type, code, text, application, uri }: ErrorElement): Element =>
  xml(
    "error",
    { type, code },
    conditionElement(condition, uri),
    text === undefined ? undefined : xml("text", { xmlns: NS_STANZAS, "xml:lang": "en" }, text),
    application && applicationElement(application),
  );

const applicationElement = ({ name, xmlns, attributes, children = {} }: ApplicationCondition): Element =>
  xml(name, { xmlns, ...attributes }, ...Object.entries(children).map(([child, text]) => xml(child, {}, text)));

type ErrorElement = Pick<StanzaError, "condition" | "type" | "text"> &
  Partial<Pick<StanzaError, "code" | "application" | "uri">>;

/** A defined condition (§8.3.3), as it stands in an <error/> and in failures of other protocols. */
export const conditionElement = (condition: StanzaErrorCondition, uri?: string): Element =>
  xml(condition, { xmlns: NS_STANZAS }, uri);

/** The conditions in the <error/> of an element, the defined one first as a rule (§8.3.2); none without an <error/>. */
export const conditionsIn = (element: Element): readonly Element[] =>
  (element.getChild("error")?.getChildElements() ?? []).filter((child) => child.getName() !== "text");
