/** RFC 6120 §4: an XML stream over TCP. */
import type { Element } from "ltx";
import { NS_SERVER, NS_STREAMS } from "../namespaces.ts";
import type { Connection, ConnectionHandler, TlsInfo } from "../net/connection.ts";
import { networkOf } from "../net/ip-address.ts";
import type { Turns } from "../net/turns.ts";
import { xml } from "../stanza.ts";
import { asStreamError } from "../stream-error.ts";
import type { XmlLimits } from "../xml/limits.ts";
import { print } from "../xml/print.ts";
import { StreamParser } from "../xml/stream-parser.ts";
import type { Framing, FramingListener } from "./framing.ts";

/** Where a peer leaves more bytes unread, nothing is read from it until it has read them. */
const MAX_UNSENT = 65_536;

/** Bytes that are parsed at once; in between, other owners may have their turn. */
const SLICE = 16_384;

export class TcpFraming implements Framing, ConnectionHandler {
  readonly #connection: Connection;
  readonly #parser: StreamParser;
  readonly #contentNamespace: string;
  #listener: FramingListener | undefined;
  /** Received and not parsed yet, oldest first. */
  #unread: Uint8Array[] = [];
  /** Paused by the stream. */
  #isStreamPaused = false;
  /** Paused until the peer has read what was sent to it. */
  #isSendBufferFull = false;
  /** What is unread waits for its turn. */
  #isWaiting = false;
  /** Whose turns these are: those of the network, later of the authenticated account or domain. */
  #owner: string;
  readonly #turns: Pick<Turns, "take">;
  /** Whether it is another owner's turn; asked after each element. */
  #shouldYield: () => boolean = () => false;
  /** Nothing is read from the connection, since something is unread or reading is paused. */
  #isConnectionPaused = false;
  #isHeaderSent = false;
  #hasClosed = false;
  /** Why the connection is gone; passed on once all that came before has been parsed. */
  #lostReason: string | undefined;

  constructor(connection: Connection, contentNamespace: string, limits: XmlLimits, turns: Pick<Turns, "take">) {
    this.#connection = connection;
    this.#owner = networkOf(connection.remoteAddress);
    this.#turns = turns;
    this.#contentNamespace = contentNamespace;
    this.#parser = new StreamParser(
      {
        open: (header) => this.#listener?.opened(header),
        element: (element) => {
          this.#listener?.element(element);
          this.#checkSendBuffer();
          if (this.#isPaused || this.#shouldYield()) this.#parser.pause();
        },
        close: () => this.#listener?.ended(),
      },
      limits,
    );
  }

  listen(listener: FramingListener): void {
    this.#listener = listener;
  }

  get remoteAddress(): string {
    return this.#connection.remoteAddress;
  }

  get tls(): TlsInfo | undefined {
    return this.#connection.tls;
  }

  get unsent(): number {
    return this.#connection.unsent;
  }

  open(attributes: Readonly<Record<string, string | undefined>>): void {
    const xmlns = this.#contentNamespace;
    const header = xml("stream:stream", { xmlns, "xmlns:stream": NS_STREAMS, ...attributes });
    this.#isHeaderSent = true;
    // The start tag alone: the root element stays open.
    this.#connection.send(`<?xml version="1.0"?>${print(header).slice(0, -"/>".length)}>`);
  }

  send(element: Element): number {
    const text = print(element);
    if (!this.#hasClosed) this.#connection.send(text);
    return Buffer.byteLength(text);
  }

  whenDrained(callback: () => void): void {
    this.#connection.whenDrained(callback);
  }

  close(): void {
    if (this.#hasClosed) return;
    this.closeOutput();
    this.closeConnection();
  }

  closeOutput(): void {
    if (this.#isHeaderSent) this.#connection.send("</stream:stream>");
    this.#isHeaderSent = false;
  }

  closeConnection(): void {
    if (this.#hasClosed) return;
    this.#hasClosed = true;
    this.#unread = [];
    this.#parser.stop();
    this.#connection.end();
  }

  restart(): void {
    this.#isHeaderSent = false;
    this.#unread = [];
    this.#parser.reset();
  }

  secure(): void {
    this.restart();
    this.#connection.startTls();
  }

  authenticated(limits: XmlLimits, owner: string): void {
    this.#owner = owner;
    this.#parser.setLimits(limits);
    this.#connection.authenticated();
  }

  pause(): void {
    this.#isStreamPaused = true;
    this.#pauseReading();
  }

  resume(): void {
    this.#isStreamPaused = false;
    this.#read();
  }

  data(bytes: Uint8Array): void {
    if (this.#hasClosed) return;
    this.#unread.push(bytes);
    this.#read();
  }

  /** Parses what has arrived, when it is this owner's turn. */
  #read(): void {
    if (this.#isWaiting || this.#isPaused) return;
    this.#isWaiting = true;
    this.#turns.take(this.#owner, (shouldYield) => this.#take(shouldYield));
    if (this.#isWaiting) this.#pauseReading();
  }

  /** Returns whether there is more to parse. */
  #take(shouldYield: () => boolean): boolean {
    this.#shouldYield = shouldYield;
    this.#checkSendBuffer();
    while (!this.#isPaused && this.#hasUnread) {
      this.#parse();
      if (!this.#isPaused && this.#hasUnread && shouldYield()) return true;
    }
    this.#isWaiting = false;
    if (!this.#isPaused) this.#allIsParsed();
    return false;
  }

  get #isPaused(): boolean {
    return this.#isStreamPaused || this.#isSendBufferFull;
  }

  /**
   * Reads nothing more from a peer that does not read what is sent to it. Not for other servers: two that did so to each other
   * on one stream (XEP-0288) would wait for ever. What is sent to them is bounded by the sender.
   */
  #checkSendBuffer(): void {
    if (this.#contentNamespace === NS_SERVER || this.#connection.unsent <= MAX_UNSENT) return;
    if (this.#isSendBufferFull || this.#lostReason !== undefined) return;
    this.#isSendBufferFull = true;
    this.#pauseReading();
    this.#connection.whenDrained(() => {
      this.#isSendBufferFull = false;
      this.#read();
    });
  }

  get #hasUnread(): boolean {
    return this.#parser.hasRest || this.#unread.length > 0;
  }

  #pauseReading(): void {
    if (this.#isConnectionPaused) return;
    this.#isConnectionPaused = true;
    this.#connection.pause();
  }

  #allIsParsed(): void {
    if (this.#lostReason !== undefined) this.#listener?.lost(this.#lostReason);
    else if (this.#isConnectionPaused) {
      this.#isConnectionPaused = false;
      this.#connection.resume();
    }
  }

  #parse(): void {
    try {
      if (this.#parser.hasRest) this.#parser.resume();
      else this.#parser.write(this.#nextSlice());
    } catch (error) {
      this.#listener?.failed(asStreamError(error));
    }
  }

  #nextSlice(): Uint8Array {
    const bytes = this.#unread.shift() ?? new Uint8Array();
    if (bytes.length > SLICE) this.#unread.unshift(bytes.subarray(SLICE));
    return bytes.subarray(0, SLICE);
  }

  secured(): void {
    this.#listener?.secured();
  }

  closed(reason = "closed"): void {
    this.#lostReason = reason;
    this.#isSendBufferFull = false;
    if (this.#isStreamPaused) this.#listener?.lost(reason);
    else this.#read();
  }
}
