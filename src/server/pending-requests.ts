/** Requests that the server itself makes in somebody's name, and who waits for their answers (RFC 6120 §8.2.3). */
import type { Element } from "ltx";
import { BoundedMap } from "../bounded-map.ts";
import { parseJid } from "../jid/jid.ts";
import type { Stanza } from "../stanza.ts";

/** How many wait at once; beyond, the oldest is given up. */
const MAX_PENDING = 10_000;

type Answered = (answer: Stanza) => void;

export class PendingRequests {
  readonly #id: () => string;
  readonly #route: (request: Element) => void;
  readonly #open = new BoundedMap<string, { readonly asked: string; readonly answered: Answered }>(MAX_PENDING);

  constructor(id: () => string, route: (request: Element) => void) {
    this.#id = id;
    this.#route = route;
  }

  /** Sends the request on its way with an id of its own. `answered` is called once, or never where no answer comes. */
  send(request: Element, answered: Answered): void {
    const id = this.#id();
    request.attrs.id = id;
    this.#open.set(id, { asked: parseJid(request.attrs.to ?? request.attrs.from).full, answered });
    this.#route(request);
  }

  /** Takes an iq of type result or error: what answers none of our questions, or is not from whom we asked, is ignored. */
  resolve(answer: Stanza): void {
    const question = this.#open.get(answer.id ?? "");
    if (question?.asked !== answer.from.full) return;
    this.#open.delete(answer.id ?? "");
    question.answered(answer);
  }
}
