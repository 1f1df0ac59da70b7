/** XEP-0114 §3: the stanzas that an external component sends, and those sent to its addresses. */
import type { Element } from "ltx";
import { tryParseJid } from "../jid/jid.ts";
import type { Outbox, Recipient } from "../server/outbox.ts";
import type { Router } from "../server/router.ts";
import { isStanzaName } from "../stanza.ts";
import type { ComponentStream } from "../stream/component-stream.ts";
import type { StreamOwner } from "../stream/owned-stream.ts";
import { StreamError } from "../stream-error.ts";
import { readStanza } from "./received-stanza.ts";

export interface ComponentSessionDeps {
  readonly router: Router;
  readonly outbox: Outbox;
  readonly ended: (session: ComponentSession, reason: string) => void;
}

export class ComponentSession implements StreamOwner, Recipient {
  readonly domain: string;
  readonly isOther = true;
  readonly #stream: ComponentStream;
  readonly #deps: ComponentSessionDeps;

  constructor(domain: string, stream: ComponentStream, deps: ComponentSessionDeps) {
    this.domain = domain;
    this.#stream = stream;
    this.#deps = deps;
  }

  /** Sends once the tick's transaction has been committed. */
  send(stanza: Element): void {
    this.#deps.outbox.send(this, stanza);
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
    const stanza = readStanza(element, sender, this);
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
}
