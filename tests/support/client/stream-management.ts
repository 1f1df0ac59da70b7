/** XEP-0198 in the test client: counts, acknowledges, and knows what the server has acknowledged. */
import { Element } from "ltx";

export const SM = "urn:xmpp:sm:3";

const STANZAS = new Set(["message", "presence", "iq"]);

export class StreamManagement {
  /** Stanzas received since <enabled/>: the `h` that this client answers with. */
  received = 0;
  /** The last `h` that the server answered with. */
  confirmed = 0;
  isEnabled = false;
  /** For tests of what a server does with a client that never answers. */
  answers = true;
  readonly #send: (element: Element) => void;

  constructor(send: (element: Element) => void) {
    this.#send = send;
  }

  /** To be told of every element, before anybody else. */
  notice(element: Element): void {
    if (element.attrs.xmlns === SM) this.#noticeNonza(element);
    else if (this.isEnabled && STANZAS.has(element.name)) this.received += 1;
  }

  #noticeNonza({ name, attrs }: Element): void {
    if (name === "enabled") {
      this.received = 0;
      this.isEnabled = true;
    } else if (name === "resumed") this.isEnabled = true;
    else if (name === "r" && this.answers) this.#send(new Element("a", { xmlns: SM, h: this.received }));
    if (name === "a" || name === "resumed") this.confirmed = Number(attrs.h);
  }
}
