/** Stanzas of other servers, over streams in either direction: addresses are checked, then the router takes them. */
import type { Element } from "ltx";
import { tryParseDomain } from "../jid/domain.ts";
import { type Jid, tryParseJid } from "../jid/jid.ts";
import type { Logger } from "../log.ts";
import type { Router } from "../server/router.ts";
import { errorOfMalformed, isStanzaName, type Stanza, stanzaOf } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { StreamError } from "../stream-error.ts";
import type { DomainPair, DomainPairs } from "./domain-pair.ts";
import type { DomainRateLimit, PausableStream } from "./domain-rate-limit.ts";
import type { IncomingReport } from "./report.ts";

/** The stream over which a stanza comes. */
export interface InboundSource extends PausableStream {
  /** What it has been verified for. */
  readonly pairs: DomainPairs;
  /** Undefined for a stream of ours that goes both ways (XEP-0288). */
  readonly report?: IncomingReport;
}

export interface InboundStanzas {
  /**
   * Passes a stanza to the router, or answers it with a stanza error. Throws StreamError: unsupported-stanza-type,
   * improper-addressing, invalid-from, host-unknown, policy-violation.
   */
  receive(stanza: Element, source: InboundSource): void;
  /** Counts an element that is not a stanza for the rate of its domain. Throws StreamError policy-violation. */
  countNonza(element: Element, source: InboundSource): void;
}

export interface InboundStanzasDeps {
  readonly router: Pick<Router, "route"> & { readonly receive: (stanza: Stanza, source: InboundSource) => void };
  /** Every domain of this server: those served here, and those of services and components. */
  readonly domains: ReadonlySet<string>;
  readonly rateLimit: DomainRateLimit;
  readonly log: Logger;
}

export function inboundStanzas({ router, domains, rateLimit, log }: InboundStanzasDeps): InboundStanzas {
  /** RFC 6120 §8.1.1.2, §8.1.2.2. Throws StreamError. */
  const pairOf = ({ attrs: { from, to } }: Element, pairs: DomainPairs): DomainPair => {
    if (!from || !to) throw new StreamError("improper-addressing", "each stanza has a 'from' and a 'to'");
    const pair = { local: domainIn(to), remote: domainIn(from) };
    if (pairs.has(pair)) return pair;
    if (!pairs.hasRemote(pair.remote))
      throw new StreamError("invalid-from", "this stream does not speak for that domain");
    if (!domains.has(pair.local)) throw new StreamError("host-unknown", "this domain is not served here");
    throw new StreamError("improper-addressing", "this stream is not for that domain");
  };

  /** A mistake of one sender does not end the stream of the whole server. */
  const refuse = (stanza: Element, sender: Jid, local: string, error: StanzaError): void => {
    const answer = stanza.name === "presence" ? undefined : errorOfMalformed(stanza, sender, local, error);
    if (answer) router.route(answer);
  };

  return {
    countNonza(element, source) {
      const [pair] = source.pairs.all;
      if (pair) rateLimit.count(pair.remote, element, source);
    },
    receive(element, source) {
      if (element.attrs.xmlns !== undefined || !isStanzaName(element.name))
        throw new StreamError("unsupported-stanza-type");
      const { local, remote } = pairOf(element, source.pairs);
      rateLimit.count(remote, element, source);
      const sender = tryParseJid(element.attrs.from);
      if (!sender) return log.info({ event: "stanza-dropped", remote, reason: "its 'from' is no address" });
      try {
        router.receive(stanzaOf(element, sender), source);
      } catch (error) {
        if (!(error instanceof StanzaError)) throw error;
        refuse(element, sender, local, error);
      }
    },
  };
}

/** The domain in an address, whether or not the rest is valid; "" where there is none. */
function domainIn(address: string): string {
  const [bare = ""] = address.split("/", 1);
  return tryParseDomain(bare.replace(/^[^@]*@/, "")) ?? "";
}
