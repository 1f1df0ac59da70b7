/** Namespaces in XML 1.0: the prefixes in scope while elements open and close. */
import { StreamError } from "../stream-error.ts";

export const XML = "http://www.w3.org/XML/1998/namespace";
const XMLNS = "http://www.w3.org/2000/xmlns/";

/** A prefix, its namespace, and the depth of the element that declares it: 0 for the stream's root. */
export interface Binding {
  readonly prefix: string;
  readonly namespace: string;
  readonly depth: number;
}

const refused = (text: string): StreamError => new StreamError("not-well-formed", text);

/** Throws StreamError where `namespace` is reserved and cannot be declared as the default. */
export function checkDefault(namespace: string): void {
  if (namespace === XML || namespace === XMLNS) throw refused("a reserved namespace as the default");
}

/** §3, §5: some prefixes and namespaces are reserved, and a prefix cannot be undeclared. */
function check(prefix: string, namespace: string): void {
  if (prefix === "xmlns") throw refused("the prefix xmlns is declared");
  if ((prefix === "xml") !== (namespace === XML)) throw refused("the prefix xml and its namespace belong together");
  if (namespace === XMLNS) throw refused("the namespace of xmlns is declared");
  if (namespace === "") throw refused("a prefix without a namespace");
}

/** §3: bound without being declared, the same for all. */
const XML_BINDING: Binding = { prefix: "xml", namespace: XML, depth: 0 };

/** The prefixes in scope. */
export class Namespaces {
  /** By prefix, innermost last: resolving takes the same time however many are declared. "xml" is there only if it was declared. */
  readonly #bindings = new Map<string, Binding[]>();

  /** The element at `depth` declares that `prefix` stands for `namespace`. Throws StreamError where one of them is reserved. */
  declare(prefix: string, namespace: string, depth: number): void {
    check(prefix, namespace);
    const binding = { prefix, namespace, depth };
    const stack = this.#bindings.get(prefix);
    if (stack) stack.push(binding);
    else this.#bindings.set(prefix, [binding]);
  }

  /** The element that declared these prefixes is closed. */
  forget(prefixes: readonly string[]): void {
    for (const prefix of prefixes) {
      const stack = this.#bindings.get(prefix);
      stack?.pop();
      if (stack?.length === 0) this.#bindings.delete(prefix);
    }
  }

  /** Throws StreamError not-well-formed if the prefix is not declared (Namespaces in XML §5). */
  resolve(prefix: string): Binding {
    const stack = this.#bindings.get(prefix);
    const binding = stack?.[stack.length - 1] ?? (prefix === "xml" ? XML_BINDING : undefined);
    if (!binding) throw refused(`the prefix ${prefix} is not declared`);
    return binding;
  }
}
