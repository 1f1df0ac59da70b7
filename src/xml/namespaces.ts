/** Namespaces in XML 1.0: which prefix means what, while elements open and close. */
import { StreamError } from "../stream-error.ts";

export const XML = "http://www.w3.org/XML/1998/namespace";
const XMLNS = "http://www.w3.org/2000/xmlns/";

/** What a prefix means, and how deep the element is that declared it: 0 for the stream's root. */
export interface Binding {
  readonly prefix: string;
  readonly namespace: string;
  readonly depth: number;
}

const refused = (text: string): StreamError => new StreamError("not-well-formed", text);

/** §3: some prefixes and names are reserved, and only the default namespace can be undeclared. */
function check(prefix: string, namespace: string): void {
  if (prefix === "xmlns") throw refused("the prefix xmlns is declared");
  if ((prefix === "xml") !== (namespace === XML)) throw refused("the prefix xml and its namespace belong together");
  if (namespace === XMLNS) throw refused("the namespace of xmlns is declared");
  if (prefix !== "" && namespace === "") throw refused("a prefix without a namespace");
}

/** The declarations in force. The default namespace has the prefix "". */
export class Namespaces {
  /** Innermost last. A map of stacks: to resolve a prefix costs the same however many are declared. */
  readonly #bindings = new Map<string, Binding[]>([["xml", [{ prefix: "xml", namespace: XML, depth: 0 }]]]);

  /** The element at `depth` says that `prefix` means `namespace`. */
  declare(prefix: string, namespace: string, depth: number): void {
    check(prefix, namespace);
    const binding = { prefix, namespace, depth };
    const stack = this.#bindings.get(prefix);
    if (stack) stack.push(binding);
    else this.#bindings.set(prefix, [binding]);
  }

  /** An element that declared these prefixes is closed. */
  forget(prefixes: readonly string[]): void {
    for (const prefix of prefixes) {
      const stack = this.#bindings.get(prefix);
      stack?.pop();
      if (stack?.length === 0) this.#bindings.delete(prefix);
    }
  }

  /** Throws StreamError not-well-formed if the prefix is not declared (Namespaces in XML §5). */
  resolve(prefix: string): Binding {
    const binding = this.#bindings.get(prefix)?.at(-1);
    if (!binding) throw refused(`the prefix ${prefix} is not declared`);
    return binding;
  }

  /** "" where there is none. */
  get default(): string {
    return this.#bindings.get("")?.at(-1)?.namespace ?? "";
  }
}
