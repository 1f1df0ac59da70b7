/** XEP-0206: an XML stream over BOSH: the stream of one session. */
import type { Element } from "ltx";
import { type Clock, SECOND } from "../../clock.ts";
import { NS_CLIENT, NS_STREAMS } from "../../namespaces.ts";
import type { Turns } from "../../net/turns.ts";
import { xml } from "../../stanza.ts";
import { StreamError } from "../../stream-error.ts";
import { MAX_HEADER_BYTES, type XmlLimits } from "../../xml/limits.ts";
import type { Framing, FramingListener } from "../framing.ts";
import { Reading } from "../reading.ts";
import { Exchange } from "./exchange.ts";
import { isStreamError, printBody, type ResponseAttributes } from "./payloads.ts";
import type { BoshRequest } from "./request.ts";
import { Responses } from "./responses.ts";
import { attributesOf, type SessionTerms } from "./session-terms.ts";
import { TerminalError } from "./terminal-error.ts";

/** How long a <body/> may be, in bytes: one stanza, and what surrounds it. */
export const maxBodyBytes = (limits: XmlLimits): number => limits.stanzaBytes + MAX_HEADER_BYTES;

/** How many of the longest bodies may wait to be read. */
const MAX_UNREAD_BODIES = 4;

export interface BoshFramingDeps {
  readonly sid: string;
  readonly terms: SessionTerms;
  readonly remoteAddress: string;
  /** Before the client has authenticated. */
  readonly limits: XmlLimits;
  /** Bytes that may wait for the client's requests; with more, the session ends. */
  readonly maxUnsent: number;
  readonly turns: Pick<Turns, "take">;
  readonly clock: Pick<Clock, "after" | "monotonic">;
  readonly authenticated: () => void;
  /** The session has ended. `farewell`: what a request that still comes is answered with, where there is something to say. */
  readonly ended: (farewell: string | undefined) => void;
}

export class BoshFraming implements Framing {
  /** The web server takes requests over HTTPS alone, here or at the proxy that it trusts (XEP-0124 §19.1). */
  readonly isSecure = true;
  /** It is the web server's. */
  readonly tls = undefined;
  readonly #deps: BoshFramingDeps;
  /** The request that has created the session: its addresses are those of the stream. */
  readonly #creation: BoshRequest;
  readonly #exchange: Exchange;
  readonly #reading: Reading;
  readonly #responses: Responses;
  #limits: XmlLimits;
  #listener: FramingListener | undefined;
  /** In order, and not read to the end, oldest first. */
  #unread: BoshRequest[] = [];
  #unreadBytes = 0;
  #isHeaderSent = false;
  /** The client's stream is open. */
  #isOpen = false;
  /** No request is answered any more. */
  #hasEnded = false;
  /** Nothing is read any more. */
  #hasClosed = false;

  constructor(creation: BoshRequest, deps: BoshFramingDeps) {
    this.#deps = deps;
    this.#creation = creation;
    this.#limits = deps.limits;
    this.#exchange = new Exchange(creation, {
      ...deps,
      due: (request) => this.#enqueue(request),
      expired: () => this.#responses.answer(),
      inactive: () => this.#lose("inactive"),
    });
    const responses = new Responses(this.#exchange);
    this.#responses = responses;
    this.#reading = new Reading({
      connection: {
        remoteAddress: deps.remoteAddress,
        get unsent() {
          return responses.waitingBytes;
        },
        whenDrained: (callback) => responses.whenSent(callback),
        pause: () => {},
        resume: () => {},
      },
      turns: deps.turns,
      hasUnread: () => this.#unread.length > 0,
      read: () => this.#readNext(),
      ignoresUnsent: false,
    });
  }

  listen(listener: FramingListener): void {
    this.#listener = listener;
    this.#reading.listen(listener);
    this.#enqueue(this.#creation);
  }

  get remoteAddress(): string {
    return this.#deps.remoteAddress;
  }

  get unsent(): number {
    return this.#responses.weight;
  }

  get maxBodyBytes(): number {
    return maxBodyBytes(this.#limits);
  }

  /** A request with this session's sid has been received. */
  receive(request: BoshRequest): void {
    this.#guard(request, () => this.#exchange.receive(request));
  }

  /** A request with this session's sid breaks its rules: the session ends. */
  refuse(error: TerminalError): void {
    this.#violated(undefined, error);
  }

  open({ id, from, version }: Readonly<Record<string, string | undefined>>): void {
    if (this.#isHeaderSent) return;
    this.#isHeaderSent = true;
    const { sid, terms } = this.#deps;
    this.#responses.announce({
      ...attributesOf(terms),
      sid,
      from,
      authid: id,
      "xmlns:xmpp": "urn:xmpp:xbosh",
      "xmpp:version": version,
      "xmpp:restartlogic": "true",
    });
  }

  send(element: Element): number {
    const bytes = this.#responses.send(element);
    if (this.#responses.waitingBytes > this.#deps.maxUnsent) queueMicrotask(() => this.#lose("overflow"));
    return bytes;
  }

  takeUndelivered(): readonly Element[] {
    return this.#responses.takeUndelivered();
  }

  whenDrained(callback: () => void): void {
    this.#responses.whenSent(callback);
  }

  close(): void {
    this.#end({ type: "terminate" });
  }

  closeOutput(): void {
    this.close();
  }

  closeConnection(): void {
    this.#end({ type: "terminate", condition: "system-shutdown" });
  }

  /** XEP-0206 §5: a request with `xmpp:restart` follows; what else the current one carries is dropped. */
  restart(): void {
    this.#isOpen = false;
    this.#unread[0]?.body.drop();
  }

  /** STARTTLS is never offered on this stream, which is secure from its beginning. */
  secure(): never {
    throw new Error("STARTTLS over BOSH");
  }

  authenticated(limits: XmlLimits, owner: string): void {
    this.#limits = limits;
    this.#reading.authenticated(owner);
    this.#deps.authenticated();
  }

  pause(): void {
    this.#reading.pause();
  }

  resume(): void {
    this.#reading.resume();
  }

  /** Throws TerminalError. */
  #enqueue(request: BoshRequest): void {
    if (this.#hasEnded) return;
    this.#unread.push(request);
    this.#unreadBytes += request.body.bytes;
    if (this.#unreadBytes > this.maxBodyBytes * MAX_UNREAD_BODIES)
      throw new TerminalError("policy-violation", "more is sent than can be read at once");
    this.#reading.received();
    this.#responses.flush();
  }

  /** Reads the oldest request, or a part of it. Throws StreamError. */
  #readNext(): void {
    const [request] = this.#unread;
    if (!request) return;
    this.#beginReading(request);
    const isRead = request.body.read(
      this.#limits,
      (payload) => this.#take(request, payload),
      () => this.#reading.shouldStop(),
    );
    if (!isRead || this.#hasClosed) return;
    this.#unread.shift();
    this.#unreadBytes -= request.body.bytes;
    this.#guard(request, () => this.#allIsRead(request));
  }

  /** Opens the stream where the request says so. Throws StreamError. */
  #beginReading(request: BoshRequest): void {
    const isCreation = request === this.#creation;
    if (request.hasBegun || (!isCreation && !request.attributes.restarts)) return;
    request.hasBegun = true;
    if (this.#isOpen) throw new StreamError("invalid-xml", "the stream is open already");
    this.#isOpen = true;
    // XEP-0206 §5: what a restart carries is ignored.
    if (!isCreation) request.body.drop();
    const initial = this.#creation.attributes;
    const { to = initial.to, from = initial.from, language = initial.language } = request.attributes;
    const { version = "1.0" } = initial;
    const header = { xmlns: NS_CLIENT, "xmlns:stream": NS_STREAMS, to, from, version, "xml:lang": language };
    this.#listener?.opened(xml("stream:stream", header));
  }

  #take(request: BoshRequest, payload: Element): void {
    request.payloads += 1;
    if (this.#hasClosed) return;
    if (!this.#isOpen) throw new StreamError("not-authorized", "the stream has to be restarted first");
    this.#listener?.element(payload);
  }

  /** Throws TerminalError. */
  #allIsRead(request: BoshRequest): void {
    const { isTerminal, pause } = request.attributes;
    this.#exchange.read(request);
    if (isTerminal) this.#listener?.ended();
    else if (pause !== undefined && pause * SECOND <= this.#deps.terms.maxPause) {
      this.#responses.answerAll(request);
      this.#exchange.allowInactivity(pause * SECOND);
    } else this.#responses.release();
    this.#responses.flush();
  }

  /** Ends the session where the request breaks its rules. */
  #guard(request: BoshRequest, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof TerminalError)) throw error;
      this.#violated(request, error);
    }
  }

  /** XEP-0124 §17.2. */
  #violated(request: BoshRequest | undefined, { condition, message }: TerminalError): void {
    if (this.#hasEnded) return;
    this.#close();
    const last = printBody({ type: "terminate", condition });
    this.#finish(request, last, printBody({ type: "terminate", condition: "other-request" }), last);
    this.#listener?.lost(message);
  }

  /** The client is gone: the stream learns of it behind what was received. */
  #lose(reason: string): void {
    if (this.#hasEnded) return;
    const unknown = printBody({ type: "terminate", condition: "item-not-found" });
    this.#finish(undefined, unknown, unknown, undefined);
    this.#reading.lost(reason);
  }

  /** XEP-0124 §13: the oldest request whose client is there is told, with all that waits; otherwise the one that comes next. */
  #end(attributes: ResponseAttributes): void {
    this.#close();
    if (this.#hasEnded) return;
    const { listening } = this.#exchange;
    const payloads = listening ? this.#responses.takeAll() : this.#responses.takeErrors();
    const errors = payloads.filter(isStreamError);
    const all = errors.length > 0 ? { ...attributes, condition: "remote-stream-error" } : attributes;
    const farewell = listening && errors.length === 0 ? undefined : printBody(all, errors);
    this.#finish(listening, printBody(all, payloads), printBody({}), farewell);
  }

  #close(): void {
    this.#hasClosed = true;
    for (const { body } of this.#unread) body.drop();
    this.#unread = [];
  }

  #finish(request: BoshRequest | undefined, last: string, other: string, farewell: string | undefined): void {
    this.#hasEnded = true;
    this.#responses.stop();
    this.#exchange.end(request, last, other);
    this.#deps.ended(farewell);
  }
}
