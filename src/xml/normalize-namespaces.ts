/** RFC 6120 §4.8: rewrites prefixes and declarations so that an element means the same on any stream and in any stanza. */
import type { Element } from "ltx";
import { StreamError } from "../stream-error.ts";
import type { StartTag } from "./markup.ts";
import { type Binding, type Namespaces, XML } from "./namespaces.ts";

const STREAM = "http://etherx.jabber.org/streams";

/** §4.8.2: content namespaces. Stanzas do not declare theirs, since each stream has its own. */
const CONTENT: ReadonlySet<string> = new Set(["jabber:client", "jabber:server", "jabber:component:accept"]);

/** The namespace of an element in a stored text that declares none: that of any stanza, on whatever stream it is sent. */
export const UNDECLARED = "\0";

/** The child of the root that an element is in, and the stream's content namespace: "" where there is none. */
export interface NamespaceContext {
  readonly top: Element;
  readonly content: string;
  readonly namespaces: Namespaces;
}

/** `namespace` where it is a content namespace, otherwise "". */
export const contentNamespaceOf = (namespace: string): string => (CONTENT.has(namespace) ? namespace : "");

/** The prefix of a name, "" where it has none. */
export const prefixOf = (name: string): string => name.slice(0, Math.max(0, name.indexOf(":")));

const localOf = (name: string): string => name.slice(name.indexOf(":") + 1);

/** Declares the prefix on the element itself, which may later be taken out of its parents. */
function declarePrefix({ prefix, namespace }: Binding, { attrs }: Element): void {
  if (namespace !== XML) attrs[`xmlns:${prefix}`] ??= namespace;
}

/** Throws StreamError unless the attributes' prefixes are declared and no two attributes are the same (§5, §6.3). */
export function checkAttributes(prefixed: readonly string[], namespaces: Namespaces, element?: Element): void {
  const expanded: string[] = [];
  for (const name of prefixed) {
    const prefix = prefixOf(name);
    if (prefix === "xmlns") continue;
    const binding = namespaces.resolve(prefix);
    if (element) declarePrefix(binding, element);
    if (prefixed.length > 1) expanded.push(`${localOf(name)} ${binding.namespace}`);
  }
  if (expanded.length > 1 && new Set(expanded).size < expanded.length) {
    throw new StreamError("not-well-formed", "an attribute stands twice in a tag");
  }
}

/**
 * Rewrites the element of a tag whose declarations are in scope. `written` is the default namespace at the tag as received,
 * `inherited` that of its parent after rewriting; returns the one that its children inherit. Elements inside a stanza, and
 * those in the content namespace, lose their prefix. `xmlns` remains only where the default namespace changes.
 * Throws StreamError not-well-formed.
 */
export function normalizeNamespaces(
  tag: StartTag,
  context: NamespaceContext,
  written: string,
  inherited: string,
): string {
  const { element, isPrefixed, xmlns, prefixed } = tag;
  const { namespaces } = context;
  if (prefixed.length > 0) checkAttributes(prefixed, namespaces, element);
  let namespace = written;
  if (isPrefixed) {
    const binding = namespaces.resolve(prefixOf(element.name));
    if (isCustomaryForStreams(binding.namespace, element, context)) nameAsStreams(element);
    else if (element === context.top && binding.namespace !== context.content) declarePrefix(binding, element);
    // XML's own namespace cannot be the default, and its prefix needs no declaration.
    else if (binding.namespace !== XML) {
      element.name = localOf(element.name);
      namespace = binding.namespace;
    }
  } else if (isCustomaryForStreams(namespace, element, context)) nameAsStreams(element);
  if (namespace === inherited) {
    if (xmlns !== undefined) delete element.attrs.xmlns;
  } else if (namespace !== xmlns) element.attrs.xmlns = namespace === UNDECLARED ? "" : namespace;
  return namespace;
}

/** §4.8.5: whether it gets the customary prefix of the streams namespace, which it may have bound to another. */
const isCustomaryForStreams = (namespace: string, element: Element, { top, content }: NamespaceContext): boolean =>
  namespace === STREAM &&
  element === top &&
  content !== UNDECLARED &&
  (element.attrs["xmlns:stream"] ?? STREAM) === STREAM;

function nameAsStreams(element: Element): void {
  element.name = `stream:${localOf(element.name)}`;
  element.attrs["xmlns:stream"] = STREAM;
}
