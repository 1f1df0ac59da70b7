/** XEP-0198 in the test client: counts, acknowledges, and records acknowledgements of the server. */
import { Element } from "ltx";

export const SM = "urn:xmpp:sm:3";

const STANZAS = new Set(["message", "presence", "iq"]);

export class StreamManagement {
  /** Number of stanzas received since <enabled/>: the `h` of this client. */
  received = 0;
  /** The last `h` of the server. */
  confirmed = 0;
  isEnabled = false;
  /** False for tests of a client that never acknowledges. */
  answers = true;
  readonly #send: (element: Element) => void;

  constructor(send: (element: Element) => void) {
    this.#send = send;
  }

  /** Called with every received element, before any other handler. */
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
