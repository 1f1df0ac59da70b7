/** RFC 6120 §4.3: what is negotiated before stanzas flow. The order is data: what a feature needs and forbids. */
import type { Element } from "ltx";
import type { TlsInfo } from "../net/connection.ts";
import { StreamError } from "../stream-error.ts";
import type { OwnedStream } from "./owned-stream.ts";

export type StreamState = "secure" | "authenticated" | "bound";

export interface StreamFeature {
  /** The namespace of the elements that negotiate it; for an <iq/>, that of its child. */
  readonly ns: string;
  readonly needs: readonly StreamState[];
  readonly forbids: readonly StreamState[];
  /** What stands in <stream:features/>. */
  readonly offer: (stream: NegotiatingStream) => readonly Element[];
  /** Nothing else of the stream is read until what it returns is settled. Throws, or rejects with, StreamError. */
  readonly negotiate: (stream: NegotiatingStream, element: Element) => void | Promise<void>;
}

/** A stream as features see it. */
export interface NegotiatingStream extends OwnedStream {
  /** §4.7.3: made by this server, another one for each header. */
  readonly id: string;
  /** The domain that the peer asked for; one that is served here. */
  readonly domain: string;
  /** Who the peer says it is (§4.7.1), prepared; undefined where it said none. Nothing has proven it. */
  readonly from: string | undefined;
  /** Who has authenticated: the bare JID of an account, or the domain of another server. */
  readonly account: string;
  /** As of `Framing`: a stream can be secure without it. */
  readonly tls: TlsInfo | undefined;
  is(state: StreamState): boolean;
  /** §6.4.6: the account is proven. */
  authenticated(account: string): void;
  /** §4.3.2: sends what can be negotiated now. */
  advertise(): void;
  /** §4.3.3: the peer opens a new stream over the same connection; what it has pipelined is dropped. */
  restart(): void;
  /** §5.4.3.3: the TLS handshake follows; what the peer has pipelined in plaintext is dropped. */
  secure(): void;
}

/** What a stream offers in its present state. */
export const offersOf = (features: readonly StreamFeature[], stream: NegotiatingStream): Element[] =>
  features.filter((feature) => isNegotiable(feature, stream)).flatMap((feature) => feature.offer(stream));

/** The feature that an element negotiates. Throws StreamError not-authorized where there is none in the present state. */
export function featureFor(
  element: Element,
  features: readonly StreamFeature[],
  stream: NegotiatingStream,
): StreamFeature {
  const ns = negotiatedNamespace(element);
  const feature = features.find((known) => known.ns === ns && isNegotiable(known, stream));
  if (!feature) throw new StreamError("not-authorized", `<${element.getName()}/> is not possible at this point`);
  return feature;
}

const isNegotiable = ({ needs, forbids }: StreamFeature, stream: NegotiatingStream): boolean =>
  needs.every((state) => stream.is(state)) && !forbids.some((state) => stream.is(state));

/** RFC 6120 §7.6 and RFC 3921 §3 negotiate inside an <iq/>. */
function negotiatedNamespace(element: Element): string {
  const negotiated = element.name === "iq" ? element.getChildElements()[0] : element;
  return negotiated?.getNS() ?? "";
}
