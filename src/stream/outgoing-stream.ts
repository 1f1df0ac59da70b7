/** RFC 6120 §4: one XML stream that we open to another server. While it is negotiated, what arrives is asked for. */
import type { Element } from "ltx";
import { isSameDomain } from "../jid/domain.ts";
import type { Logger } from "../log.ts";
import { NS_DIALBACK, NS_SERVER, NS_STREAMS } from "../namespaces.ts";
import { asStreamError, StreamError, type StreamErrorCondition } from "../stream-error.ts";
import { errorElement } from "./error-element.ts";
import { errorOf } from "./error-of.ts";
import type { Framing, FramingListener } from "./framing.ts";
import { NegotiationError } from "./negotiation-error.ts";
import type { StreamOwner } from "./owned-stream.ts";

export interface OutgoingStreamDeps {
  /** A domain of ours and the one that is meant, prepared. */
  readonly from: string;
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
  readonly come: (element: Element | undefined) => void;
  readonly fail: (error: Error) => void;
}

export class OutgoingStream implements FramingListener {
  readonly #framing: Framing;
  readonly #settings: OutgoingStreamDeps;
  readonly #arrived: Element[] = [];
  #awaited: PendingRead | undefined;
  #owner: StreamOwner | undefined;
  #hasEnded = false;
  #isLeaving = false;
  /** Why it is over, for who asks later. */
  #end: NegotiationError | undefined;

  constructor(framing: Framing, settings: OutgoingStreamDeps) {
    this.#framing = framing;
    this.#settings = settings;
  }

  get tls(): Framing["tls"] {
    return this.#framing.tls;
  }

  get remoteAddress(): string {
    return this.#framing.remoteAddress;
  }

  /** The peer's stream error (§4.9.3), where it has ended the stream with one. */
  get peerError(): string | undefined {
    return this.#end?.problem === "stream-error" ? this.#end.condition : undefined;
  }

  /** Nothing more can be sent. */
  get hasEnded(): boolean {
    return this.#hasEnded || this.#isLeaving;
  }

  get framing(): Pick<Framing, "authenticated" | "pause" | "resume"> {
    return this.#framing;
  }

  /** Returns how many bytes were sent: none where the stream has ended. */
  send(element: Element): number {
    return this.hasEnded ? 0 : this.#framing.send(element);
  }

  /** Calls back when all that was sent has left; never if the connection closes before. */
  drained(callback: () => void): void {
    if (!this.#hasEnded) this.#framing.drained(callback);
  }

  /** §4.3: our header; resolves with what the peer's says. Rejects with NegotiationError, as all that waits here does. */
  async open(): Promise<PeerHeader> {
    const { from, to } = this.#settings;
    const answered = this.#await("header");
    this.#framing.open({ "xmlns:db": NS_DIALBACK, from, to, version: "1.0", "xml:lang": "en" });
    return this.#read(await answered);
  }

  /** The next element that the peer sends. */
  async next(): Promise<Element> {
    const element = this.#arrived.shift() ?? (await this.#await("element"));
    if (!element) throw new NegotiationError("lost", "the stream has ended");
    return element;
  }

  /** §5.4.3.3: what the peer has said in plaintext is forgotten, TLS follows. */
  async secure(): Promise<void> {
    const secured = this.#await("tls");
    this.#framing.secure();
    this.#arrived.length = 0;
    await secured;
  }

  /** §6.4.6: a new stream follows over the same connection. */
  restart(): void {
    this.#arrived.length = 0;
    this.#framing.restart();
  }

  /** Negotiation is over: all that the peer has sent since, and will send, is its owner's. */
  attach(owner: StreamOwner): void {
    this.#owner = owner;
    for (const element of this.#arrived.splice(0)) this.#hand(owner, element);
    if (this.#end) this.#owner?.lost(this.#end.message);
    else this.#framing.resume();
  }

  /** Nobody is told any more what becomes of this stream. */
  detachOwner(): void {
    this.#owner = undefined;
  }

  /** §4.9: the error, the end of the stream, the end of the connection. The owner is told that it is over. */
  fail(error: StreamError): void {
    if (this.#hasEnded) return;
    if (error.cause) {
      const stack = error.cause instanceof Error ? error.cause.stack : String(error.cause);
      this.#settings.log.error({ event: "stream-failed", cause: stack });
    }
    if (!this.#isLeaving) this.#framing.send(errorElement(error));
    const isLate = error.condition === "connection-timeout";
    this.#over(new NegotiationError(isLate ? "timeout" : "protocol", error.message, error.condition));
  }

  /** §4.4: ends our side; the owner is told when the peer has ended its own: all that was sent has been read. */
  closeOutput(): void {
    if (this.hasEnded) return;
    this.#isLeaving = true;
    this.#framing.closeOutput();
  }

  /** Ends both, without a word to its owner. */
  close(): void {
    this.#owner = undefined;
    this.#over(new NegotiationError("lost", "the stream was closed"));
  }

  /** XEP-0198 §5: the connection ends and the stream does not. Its owner is not told. */
  closeConnection(): void {
    this.#owner = undefined;
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#framing.closeConnection();
  }

  opened(header: Element): void {
    if (this.#awaited?.what === "header") this.#settle()?.come(header);
    else this.fail(new StreamError("invalid-xml", "a stream header out of turn"));
  }

  element(element: Element): void {
    if (this.#hasEnded) return;
    if (element.name === "stream:error") return this.#reported(element);
    if (this.#owner) this.#hand(this.#owner, element);
    else if (this.#awaited?.what === "element") this.#settle()?.come(element);
    else {
      this.#arrived.push(element);
      this.#framing.pause();
    }
  }

  secured(): void {
    if (this.#awaited?.what === "tls") this.#settle()?.come(undefined);
  }

  ended(): void {
    const owner = this.#owner;
    this.#owner = undefined;
    this.#over(new NegotiationError("lost", "the other server has ended the stream"));
    owner?.ended();
  }

  failed(error: StreamError): void {
    this.fail(error);
  }

  lost(reason: string): void {
    this.#over(new NegotiationError("lost", sentenceOf(reason)));
  }

  /** §4.9.1.1: it ends the stream, and is not answered by another one. */
  #reported(element: Element): void {
    const { condition, text } = errorOf(element);
    const sentence = `the other server has ended the stream: ${condition}${text === undefined ? "" : ` (${text})`}`;
    this.#settings.log.debug({ event: "stream-error-received", to: this.#settings.to, condition, text });
    this.#over(new NegotiationError("stream-error", sentence, condition));
  }

  #hand(owner: StreamOwner, element: Element): void {
    try {
      owner.element(element);
    } catch (error) {
      this.fail(asStreamError(error));
    }
  }

  async #read(header: Element | undefined): Promise<PeerHeader> {
    if (!header || header.getNS() !== NS_STREAMS || header.getName() !== "stream")
      throw this.refuse("invalid-namespace", "this is no XMPP stream");
    const { id = "", from, version = "", xmlns = NS_SERVER, "xmlns:db": dialback } = header.attrs;
    if (xmlns !== NS_SERVER) throw this.refuse("invalid-namespace", "jabber:server is spoken between servers");
    // §4.7.1: a server that was asked for one domain does not answer as another, unless to say that it is not here.
    if (from !== undefined && !isSameDomain(from, this.#settings.to)) {
      await this.next();
      throw this.refuse("invalid-from", "another domain was asked for");
    }
    const hasFeatures = /^0*[1-9][0-9]*\.[0-9]+$/.test(version);
    return { id, hasFeatures, knowsDialback: dialback === NS_DIALBACK };
  }

  /** Ends the stream with an error; returns what its negotiation ends with. */
  refuse(condition: StreamErrorCondition, text: string): NegotiationError {
    this.fail(new StreamError(condition, text));
    return new NegotiationError("protocol", text, condition);
  }

  #await(what: PendingRead["what"]): Promise<Element | undefined> {
    if (this.#end) return Promise.reject(this.#end);
    const { promise, resolve, reject } = Promise.withResolvers<Element | undefined>();
    this.#awaited = { what, come: resolve, fail: reject };
    this.#framing.resume();
    return promise;
  }

  #settle(): PendingRead | undefined {
    const awaited = this.#awaited;
    this.#awaited = undefined;
    return awaited;
  }

  #over(error: NegotiationError): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#end = error;
    this.#framing.close();
    this.#settle()?.fail(error);
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
