/** RFC 6120 §4.8: an element that means the same on any stream and in any stanza, whatever stood around it when it came. */
import type { Element } from "ltx";
import { StreamError } from "../stream-error.ts";
import { type Binding, type Namespaces, XML } from "./namespaces.ts";
import type { StartTag } from "./tag.ts";

const STREAM = "http://etherx.jabber.org/streams";

/** §4.8.2: stanzas are in one of these, which is not written on them, as each stream has its own. */
const CONTENT: ReadonlySet<string> = new Set(["jabber:client", "jabber:server", "jabber:component:accept"]);

/** A child of the stream's root, and the content namespace around it: "" where there is none. */
export interface Place {
  readonly top: Element;
  readonly content: string;
  readonly namespaces: Namespaces;
}

/** `namespace` where it is one that stanzas are in, otherwise "". */
export const contentOf = (namespace: string): string => (CONTENT.has(namespace) ? namespace : "");

/** The prefix of a name, "" where it has none. */
export const prefixOf = (name: string): string => name.slice(0, Math.max(0, name.indexOf(":")));

const localOf = (name: string): string => name.slice(name.indexOf(":") + 1);

/** Makes the element declare a prefix itself: it may be taken out of whatever declares it now. */
function carry({ prefix, namespace }: Binding, { attrs }: Element): void {
  if (namespace !== XML) attrs[`xmlns:${prefix}`] ??= namespace;
}

/** Throws StreamError unless the attributes' prefixes are declared and no two attributes are the same (§5, §6.3). */
export function checkAttributes(prefixed: readonly string[], namespaces: Namespaces, element?: Element): void {
  const expanded: string[] = [];
  for (const name of prefixed) {
    const prefix = prefixOf(name);
    if (prefix === "xmlns") continue;
    const binding = namespaces.resolve(prefix);
    if (element) carry(binding, element);
    if (prefixed.length > 1) expanded.push(`${localOf(name)} ${binding.namespace}`);
  }
  if (expanded.length > 1 && new Set(expanded).size < expanded.length) {
    throw new StreamError("not-well-formed", "an attribute stands twice in a tag");
  }
}

/**
 * Rewrites the element of a tag whose declarations are in force. `written` is the default namespace that the tag is in,
 * `inherited` the one that its parent has since it was rewritten; returned is the one that its children inherit.
 * What is inside a stanza loses its prefix, since it may be taken out of what declares it; so does what is in the content
 * namespace. `xmlns` stands where the default namespace changes, and nowhere else. Throws StreamError not-well-formed.
 */
export function makePortable(tag: StartTag, place: Place, written: string, inherited: string): string {
  const { element, isPrefixed, xmlns, prefixed } = tag;
  const { namespaces } = place;
  if (prefixed.length > 0) checkAttributes(prefixed, namespaces, element);
  let namespace = written;
  if (isPrefixed) {
    const binding = namespaces.resolve(prefixOf(element.name));
    if (element === place.top && binding.namespace !== place.content) carry(binding, element);
    // Nothing may have XML's own as its default, and its prefix needs no declaration.
    else if (binding.namespace !== XML) {
      element.name = localOf(element.name);
      namespace = binding.namespace;
    }
  } else if (namespace === STREAM && element === place.top) {
    // §4.8.5: it keeps the prefix that everybody knows it by.
    element.name = `stream:${element.name}`;
    element.attrs["xmlns:stream"] = STREAM;
  }
  if (namespace === inherited) {
    if (xmlns !== undefined) delete element.attrs.xmlns;
  } else if (namespace !== xmlns) element.attrs.xmlns = namespace;
  return namespace;
}
