/** RFC 6120 §8.2.3: requests and who answers them, a table by namespace and element. */
import type { Element } from "ltx";
import type { Stanza } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import type { Iqs, Reply } from "./module.ts";

type Handler<From> = (request: Element, from: From) => Reply | Promise<Reply>;

/** All the requests of one kind of addressee, gathered from the modules. */
export class IqTable<From> {
  readonly #handlers = new Map<string, Map<string, Handler<From>>>();

  /** Throws where two modules claim the same request. */
  add(iqs: Iqs<From>): void {
    for (const [ns, byType] of Object.entries(iqs)) {
      const handlers = this.#handlers.get(ns) ?? new Map<string, Handler<From>>();
      this.#handlers.set(ns, handlers);
      for (const type of ["get", "set"] as const) {
        for (const [name, handler] of Object.entries(byType[type] ?? {})) {
          const key = `${type} ${name}`;
          if (handlers.has(key)) throw new Error(`two modules answer ${type} <${name} xmlns="${ns}"/>`);
          handlers.set(key, handler);
        }
      }
    }
  }

  knows(namespace: string): boolean {
    return this.#handlers.has(namespace);
  }

  /** Throws StanzaError service-unavailable for an unknown namespace, feature-not-implemented for an unknown request in it. */
  answer(request: Element, type: string, from: From): Reply | Promise<Reply> {
    const handlers = this.#handlers.get(request.getNS() ?? "");
    if (!handlers) throw new StanzaError("service-unavailable");
    const handler = handlers.get(`${type} ${request.getName()}`);
    if (!handler) throw new StanzaError("feature-not-implemented");
    return handler(request, from);
  }
}

/** The one child element of a get or set. Throws StanzaError bad-request (RFC 6120 §8.2.3, rule 4). */
export function requestIn(iq: Stanza): Element {
  const [request, ...others] = iq.xml.getChildElements();
  if (!request || others.length > 0)
    throw new StanzaError("bad-request", { text: "an <iq/> of type get or set has one child" });
  return request;
}
