/** XEP-0114 §3: the stanzas that an external component sends, and those sent to its addresses. */
import type { Element } from "ltx";
import { type Jid, tryParseJid } from "../jid/jid.ts";
import type { Outbox, Recipient } from "../server/outbox.ts";
import type { Router } from "../server/router.ts";
import { errorOfMalformed, isStanzaName, type Stanza, stanzaOf } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import type { ComponentStream } from "../stream/component-stream.ts";
import type { StreamOwner } from "../stream/owned-stream.ts";
import { StreamError } from "../stream-error.ts";

export interface ComponentSessionDeps {
  readonly router: Router;
  readonly outbox: Outbox;
  readonly ended: (session: ComponentSession, reason: string) => void;
}

export class ComponentSession implements StreamOwner, Recipient {
  readonly domain: string;
  readonly #stream: ComponentStream;
  readonly #deps: ComponentSessionDeps;

  constructor(domain: string, stream: ComponentStream, deps: ComponentSessionDeps) {
    this.domain = domain;
    this.#stream = stream;
    this.#deps = deps;
  }

  /** Sends once the tick's transaction has been committed. */
  send(stanza: Stanza): void {
    this.#deps.outbox.send(this, stanza.xml);
  }

  deliver(stanza: Element): void {
    this.#stream.send(stanza);
  }

  /** §3: stanzas have a `from` and a `to`, and the domain of `from` is the component's. Throws StreamError. */
  element(element: Element): void {
    if (element.attrs.xmlns !== undefined || !isStanzaName(element.name))
      throw new StreamError("unsupported-stanza-type");
    const { from, to } = element.attrs;
    if (from === undefined || to === undefined)
      throw new StreamError("improper-addressing", "each stanza has a 'from' and a 'to'");
    const sender = tryParseJid(from);
    if (sender?.domain !== this.domain) throw new StreamError("invalid-from");
    const stanza = this.#stanzaFrom(element, sender);
    if (stanza) this.#deps.router.receive(stanza);
  }

  ended(): void {
    this.lost("ended");
  }

  lost(reason: string): void {
    this.#deps.ended(this, reason);
  }

  end(reason: StreamError): void {
    this.#stream.fail(reason);
  }

  /** Undefined where the stanza is malformed; the component is sent an error. */
  #stanzaFrom(element: Element, sender: Jid): Stanza | undefined {
    try {
      return stanzaOf(element, sender);
    } catch (error) {
      if (!(error instanceof StanzaError)) throw error;
      const answer = errorOfMalformed(element, sender, undefined, error);
      if (answer) this.#deps.outbox.send(this, answer);
      return undefined;
    }
  }
}
