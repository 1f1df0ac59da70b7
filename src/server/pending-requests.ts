/** Requests that the server itself sends, and what waits for their answers (RFC 6120 §8.2.3). */
import type { Element } from "ltx";
import { BoundedMap } from "../bounded-map.ts";
import { parseJid } from "../jid/jid.ts";
import type { Stanza } from "../stanza.ts";

/** Beyond so many, the oldest is forgotten. */
const MAX_PENDING = 10_000;

type OnAnswer = (answer: Stanza) => void;

export class PendingRequests {
  readonly #id: () => string;
  readonly #route: (request: Element) => void;
  readonly #pending = new BoundedMap<string, { readonly to: string; readonly onAnswer: OnAnswer }>(MAX_PENDING);

  constructor(id: () => string, route: (request: Element) => void) {
    this.#id = id;
    this.#route = route;
  }

  /** Sends the request with a new id. `onAnswer` is called once, or never where no answer comes. */
  send(request: Element, onAnswer: OnAnswer): void {
    const id = this.#id();
    request.attrs.id = id;
    this.#pending.set(id, { to: parseJid(request.attrs.to ?? request.attrs.from).full, onAnswer });
    this.#route(request);
  }

  /** Takes an iq of type result or error. One that answers none of the requests, or comes from another address, is ignored. */
  resolve(answer: Stanza): void {
    const request = this.#pending.get(answer.id ?? "");
    if (request?.to !== answer.from.full) return;
    this.#pending.delete(answer.id ?? "");
    request.onAnswer(answer);
  }
}
