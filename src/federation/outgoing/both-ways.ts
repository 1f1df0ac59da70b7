/** XEP-0288: what another server says over a stream that we opened. */
import type { Element } from "ltx";
import { isStanzaName } from "../../stanza.ts";
import type { Authenticated } from "../../stream/outgoing-negotiation.ts";
import type { OutgoingStream } from "../../stream/outgoing-stream.ts";
import { StreamError } from "../../stream-error.ts";
import { type DomainPair, DomainPairs } from "../domain-pair.ts";
import type { InboundStanzas } from "../inbound-stanzas.ts";

export interface InboundHandlerDeps {
  readonly pair: DomainPair;
  readonly stream: Pick<OutgoingStream, "framing">;
  readonly facts: Pick<Authenticated, "isBidirectional">;
  readonly arrivals: InboundStanzas;
}

/** A stanza has come: it is handed on. What it returns throws StreamError where nothing of the kind may come. */
export function inboundHandler({ pair, stream, facts, arrivals }: InboundHandlerDeps): (stanza: Element) => void {
  const { framing } = stream;
  const pairs = new DomainPairs();
  pairs.add(pair);
  const source = { pairs, pause: () => framing.pause(), resume: () => framing.resume() };
  return (stanza) => {
    if (stanza.attrs.xmlns !== undefined || !isStanzaName(stanza.name))
      throw new StreamError("unsupported-stanza-type", `<${stanza.getName()}/> is nothing to be sent here`);
    if (!facts.isBidirectional) throw new StreamError("not-authorized", "stanzas go one way over this stream");
    arrivals.receive(stanza, source);
  };
}
