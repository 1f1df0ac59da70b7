/** RFC 6120 §4: one XML stream that we open to another server, as a server or as a client of it. Its negotiation asks for each element in turn. */
import type { Element } from "ltx";
import { isSameDomain } from "../jid/domain.ts";
import type { Logger } from "../log.ts";
import { NS_CLIENT, NS_DIALBACK, NS_SERVER, NS_STREAMS } from "../namespaces.ts";
import { asStreamError, StreamError, type StreamErrorCondition } from "../stream-error.ts";
import { causeOf, readStreamErrorElement, streamErrorElement } from "./error-element.ts";
import type { Framing, FramingListener } from "./framing.ts";
import { NegotiationError } from "./negotiation-error.ts";
import type { StreamOwner } from "./owned-stream.ts";

export interface OutgoingStreamDeps {
  /** A domain of ours, prepared; undefined for a client, which speaks jabber:client. */
  readonly from: string | undefined;
  /** The domain that is connected to, prepared. */
  readonly to: string;
  readonly log: Logger;
}

/** What the peer's stream header says. */
export interface PeerHeader {
  /** Empty where it has none. */
  readonly id: string;
  /** §4.7.5: without a version there are no features. */
  readonly hasFeatures: boolean;
  /** XEP-0220 §2.4.1: it declares the namespace. */
  readonly knowsDialback: boolean;
}

interface PendingRead {
  readonly what: "header" | "element" | "tls";
  readonly resolve: (element: Element | undefined) => void;
  readonly reject: (error: Error) => void;
}

export class OutgoingStream implements FramingListener {
  readonly #framing: Framing;
  readonly #deps: OutgoingStreamDeps;
  readonly #arrived: Element[] = [];
  #pendingRead: PendingRead | undefined;
  #owner: StreamOwner | undefined;
  #hasEnded = false;
  #isOutputClosed = false;
  /** Why the stream has ended, for later reads. */
  #endReason: NegotiationError | undefined;

  constructor(framing: Framing, deps: OutgoingStreamDeps) {
    this.#framing = framing;
    this.#deps = deps;
  }

  get tls(): Framing["tls"] {
    return this.#framing.tls;
  }

  get remoteAddress(): string {
    return this.#framing.remoteAddress;
  }

  /** The peer's stream error (§4.9.3), where it has ended the stream with one. */
  get peerError(): string | undefined {
    return this.#endReason?.problem === "stream-error" ? this.#endReason.condition : undefined;
  }

  /** Nothing more can be sent. */
  get hasEnded(): boolean {
    return this.#hasEnded || this.#isOutputClosed;
  }

  get framing(): Pick<Framing, "authenticated" | "pause" | "resume"> {
    return this.#framing;
  }

  /** Returns how many bytes were sent: none where the stream has ended. */
  send(element: Element): number {
    return this.hasEnded ? 0 : this.#framing.send(element);
  }

  /** Calls back when all that was sent has left; never if the connection closes before. */
  whenDrained(callback: () => void): void {
    if (!this.#hasEnded) this.#framing.whenDrained(callback);
  }

  /** §4.3: sends our header; resolves with the peer's. Rejects with NegotiationError, as `next` and `secure` do. */
  async open(): Promise<PeerHeader> {
    const { from, to } = this.#deps;
    const answered = this.#waitFor("header");
    const asServer = from === undefined ? {} : { "xmlns:db": NS_DIALBACK, from };
    this.#framing.open({ ...asServer, to, version: "1.0", "xml:lang": "en" });
    return this.#readHeader(await answered);
  }

  /** The next element that the peer sends. */
  async next(): Promise<Element> {
    const element = this.#arrived.shift() ?? (await this.#waitFor("element"));
    if (!element) throw new NegotiationError("lost", "the stream has ended");
    return element;
  }

  /** §5.4.3.3: the TLS handshake; what the peer has pipelined in plaintext is dropped. */
  async secure(): Promise<void> {
    const secured = this.#waitFor("tls");
    this.#framing.secure();
    this.#arrived.length = 0;
    await secured;
  }

  /** §6.4.6: a new stream follows over the same connection. */
  restart(): void {
    this.#arrived.length = 0;
    this.#framing.restart();
  }

  /** Negotiation is over: the owner gets all that the peer has sent since, and will send. */
  attach(owner: StreamOwner): void {
    this.#owner = owner;
    for (const element of this.#arrived.splice(0)) this.#passOn(owner, element);
    if (this.#endReason) this.#owner?.lost(this.#endReason.message);
    else this.#framing.resume();
  }

  /** The owner is not called any more, whatever becomes of the stream. */
  detachOwner(): void {
    this.#owner = undefined;
  }

  /** §4.9: sends the error, closes the stream and the connection, and calls the owner's `lost`. */
  fail(error: StreamError): void {
    if (this.#hasEnded) return;
    if (error.cause) this.#deps.log.error({ event: "stream-failed", cause: causeOf(error) });
    if (!this.#isOutputClosed) this.#framing.send(streamErrorElement(error));
    const isLate = error.condition === "connection-timeout";
    this.#finish(new NegotiationError(isLate ? "timeout" : "protocol", error.message, error.condition));
  }

  /** §4.4: closes our side. The owner's `ended` is called once the peer has closed its own: it has read all that was sent. */
  closeOutput(): void {
    if (this.hasEnded) return;
    this.#isOutputClosed = true;
    this.#framing.closeOutput();
  }

  /** Closes the stream and the connection without calling the owner. */
  close(): void {
    this.#owner = undefined;
    this.#finish(new NegotiationError("lost", "the stream was closed"));
  }

  /** XEP-0198 §5: closes the connection and leaves the stream open. The owner is not called. */
  closeConnection(): void {
    this.#owner = undefined;
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#framing.closeConnection();
  }

  opened(header: Element): void {
    if (this.#pendingRead?.what === "header") this.#takePendingRead()?.resolve(header);
    else this.fail(new StreamError("invalid-xml", "a stream header out of turn"));
  }

  element(element: Element): void {
    if (this.#hasEnded) return;
    if (element.name === "stream:error") return this.#peerFailed(element);
    if (this.#owner) this.#passOn(this.#owner, element);
    else if (this.#pendingRead?.what === "element") this.#takePendingRead()?.resolve(element);
    else {
      this.#arrived.push(element);
      this.#framing.pause();
    }
  }

  secured(): void {
    if (this.#pendingRead?.what === "tls") this.#takePendingRead()?.resolve(undefined);
  }

  ended(): void {
    const owner = this.#owner;
    this.#owner = undefined;
    this.#finish(new NegotiationError("lost", "the other server has ended the stream"));
    owner?.ended();
  }

  failed(error: StreamError): void {
    this.fail(error);
  }

  lost(reason: string): void {
    this.#finish(new NegotiationError("lost", sentenceOf(reason)));
  }

  /** §4.9.1.1: it ends the stream, and is not answered by another one. */
  #peerFailed(element: Element): void {
    const { condition, text } = readStreamErrorElement(element);
    const sentence = `the other server has ended the stream: ${condition}${text === undefined ? "" : ` (${text})`}`;
    this.#deps.log.debug({ event: "stream-error-received", to: this.#deps.to, condition, text });
    this.#finish(new NegotiationError("stream-error", sentence, condition));
  }

  #passOn(owner: StreamOwner, element: Element): void {
    try {
      owner.element(element);
    } catch (error) {
      this.fail(asStreamError(error));
    }
  }

  async #readHeader(header: Element | undefined): Promise<PeerHeader> {
    if (!header || header.getNS() !== NS_STREAMS || header.getName() !== "stream")
      throw this.refuse("invalid-namespace", "this is no XMPP stream");
    const spoken = this.#deps.from === undefined ? NS_CLIENT : NS_SERVER;
    const { id = "", from, version = "", xmlns = spoken, "xmlns:db": dialback } = header.attrs;
    if (xmlns !== spoken) throw this.refuse("invalid-namespace", `${spoken} was to be spoken`);
    // §4.7.1: the peer answers as the domain that was asked for; another one may only precede an error.
    if (from !== undefined && !isSameDomain(from, this.#deps.to)) {
      await this.next();
      throw this.refuse("invalid-from", "another domain was asked for");
    }
    const hasFeatures = /^0*[1-9][0-9]*\.[0-9]+$/.test(version);
    return { id, hasFeatures, knowsDialback: dialback === NS_DIALBACK };
  }

  /** Ends the stream with an error; returns what its negotiation fails with. */
  refuse(condition: StreamErrorCondition, text: string): NegotiationError {
    this.fail(new StreamError(condition, text));
    return new NegotiationError("protocol", text, condition);
  }

  #waitFor(what: PendingRead["what"]): Promise<Element | undefined> {
    if (this.#endReason) return Promise.reject(this.#endReason);
    const { promise, resolve, reject } = Promise.withResolvers<Element | undefined>();
    this.#pendingRead = { what, resolve, reject };
    this.#framing.resume();
    return promise;
  }

  #takePendingRead(): PendingRead | undefined {
    const pending = this.#pendingRead;
    this.#pendingRead = undefined;
    return pending;
  }

  #finish(error: NegotiationError): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#endReason = error;
    this.#framing.close();
    this.#takePendingRead()?.reject(error);
    this.#owner?.lost(error.message);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  overflow: "the other server does not read what is sent to it",
  "handshake-failed": "the TLS handshake failed",
  "handshake-timeout": "the TLS handshake took too long",
  "tls-failed": "the TLS connection broke",
  reset: "the connection was reset",
};

const sentenceOf = (reason: string): string => REASONS[reason] ?? "the connection was closed";
