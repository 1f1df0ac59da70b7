/** What another server sends over a stream of either direction, once it is known who speaks. */
import type { Element } from "ltx";
import { parseDomain } from "../jid/domain.ts";
import { type Jid, parseJid } from "../jid/jid.ts";
import type { Logger } from "../log.ts";
import type { Router } from "../server/router.ts";
import { errorOfMalformed, isStanzaName, stanzaOf } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { StreamError } from "../stream-error.ts";
import type { DomainPair, DomainPairs } from "./domain-pair.ts";
import type { DomainRateLimit } from "./domain-rate.ts";

/** A stream, as far as it is read from. */
export interface InboundSource {
  /** What it has been verified for. */
  readonly pairs: DomainPairs;
  /** Stops reading, and goes on: the peer is too fast. */
  pause(): void;
  resume(): void;
}

export interface InboundStanzas {
  /**
   * Hands a stanza on to the router, or answers it with what is wrong about it, over the way that leads back.
   * Throws StreamError: unsupported-stanza-type, improper-addressing, invalid-from, host-unknown, policy-violation.
   */
  receive(stanza: Element, source: InboundSource): void;
  /** What is no stanza counts for what a domain may say, too. Throws StreamError policy-violation. */
  countNonza(element: Element, source: InboundSource): void;
}

export interface InboundStanzasDeps {
  readonly router: Pick<Router, "receive" | "route">;
  /** Every domain that is ours: those served here, and those of services and components. */
  readonly domains: ReadonlySet<string>;
  readonly rateLimit: DomainRateLimit;
  readonly log: Logger;
}

export function inboundStanzas({ router, domains, rateLimit: rate, log }: InboundStanzasDeps): InboundStanzas {
  /** RFC 6120 §8.1.1.2, §8.1.2.2. Throws StreamError. */
  const pairOf = ({ attrs: { from, to } }: Element, pairs: DomainPairs): DomainPair => {
    if (!from || !to) throw new StreamError("improper-addressing", "each stanza has a 'from' and a 'to'");
    const pair = { local: domainOf(to), remote: domainOf(from) };
    if (pairs.has(pair)) return pair;
    if (!pairs.hasRemote(pair.remote))
      throw new StreamError("invalid-from", "this stream does not speak for that domain");
    if (!domains.has(pair.local)) throw new StreamError("host-unknown", "this domain is not served here");
    throw new StreamError("improper-addressing", "this stream is not for that domain");
  };

  /** The fault of one sender is not that of a whole server: the stream goes on. */
  const refuse = (stanza: Element, sender: Jid, local: string, error: StanzaError): void => {
    const answer = stanza.name === "presence" ? undefined : errorOfMalformed(stanza, sender, local, error);
    if (answer) router.route(answer);
  };

  return {
    countNonza(element, source) {
      const [pair] = source.pairs.all;
      if (pair) rate.count(pair.remote, element, source);
    },
    receive(element, source) {
      if (element.attrs.xmlns !== undefined || !isStanzaName(element.name))
        throw new StreamError("unsupported-stanza-type");
      const { local, remote } = pairOf(element, source.pairs);
      rate.count(remote, element, source);
      const sender = jidOf(element.attrs.from);
      if (!sender) return log.info({ event: "stanza-dropped", remote, reason: "its 'from' is no address" });
      try {
        router.receive(stanzaOf(element, sender));
      } catch (error) {
        if (!(error instanceof StanzaError)) throw error;
        refuse(element, sender, local, error);
      }
    },
  };
}

/** The domain in an address, whatever else is in it; "" where it is none. */
function domainOf(address: string): string {
  try {
    const [bare = ""] = address.split("/", 1);
    return parseDomain(bare.replace(/^[^@]*@/, ""));
  } catch (error) {
    if (error instanceof StanzaError) return "";
    throw error;
  }
}

function jidOf(address: string): Jid | undefined {
  try {
    return parseJid(address);
  } catch (error) {
    if (error instanceof StanzaError) return undefined;
    throw error;
  }
}
