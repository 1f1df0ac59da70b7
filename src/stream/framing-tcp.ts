/** RFC 6120 §4: an XML stream over TCP. */
import type { Element } from "ltx";
import { NS_SERVER, NS_STREAMS } from "../namespaces.ts";
import { networkOf } from "../net/address.ts";
import type { Connection, ConnectionHandler, TlsFacts } from "../net/connection.ts";
import type { Turns } from "../net/turns.ts";
import { xml } from "../stanza.ts";
import { asStreamError } from "../stream-error.ts";
import type { XmlLimits } from "../xml/limits.ts";
import { print } from "../xml/print.ts";
import { StreamParser } from "../xml/stream-parser.ts";
import type { Framing, FramingListener } from "./framing.ts";

/** A peer that leaves so many bytes of what it is told unread is not listened to until it has read them. */
const MAX_UNSENT = 65_536;

/** A chunk of stanzas is looked at in pieces of so many bytes, between which others may have their turn. */
const SLICE = 16_384;

export class TcpFraming implements Framing, ConnectionHandler {
  readonly #connection: Connection;
  readonly #parser: StreamParser;
  readonly #contentNamespace: string;
  #listener: FramingListener | undefined;
  /** What has arrived and was not read yet, in order. */
  #unread: Uint8Array[] = [];
  #isHeld = false;
  /** The peer is to read first what it has been told. */
  #isToRead = false;
  /** What is unread waits for its turn. */
  #isWaiting = false;
  /** Whom the turns are counted for: an address, later who has authenticated. */
  #owner: string;
  readonly #turns: Pick<Turns, "take">;
  /** Whether it is somebody else's turn; asked after each element. */
  #isOver: () => boolean = () => false;
  /** The connection is not read from, since something is unread or somebody above waits. */
  #isHushed = false;
  #hasOpened = false;
  #hasClosed = false;
  /** Why the connection is gone; told when all that came before has been read. */
  #lost: string | undefined;

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
          this.#awaitReading();
          if (this.#isPaused || this.#isOver()) this.#parser.pause();
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

  get tls(): TlsFacts | undefined {
    return this.#connection.tls;
  }

  get unsent(): number {
    return this.#connection.unsent;
  }

  open(attributes: Readonly<Record<string, string | undefined>>): void {
    const xmlns = this.#contentNamespace;
    const header = xml("stream:stream", { xmlns, "xmlns:stream": NS_STREAMS, ...attributes });
    this.#hasOpened = true;
    // The start tag alone: the stream stays open.
    this.#connection.send(`<?xml version="1.0"?>${print(header).slice(0, -"/>".length)}>`);
  }

  send(element: Element): number {
    const text = print(element);
    if (!this.#hasClosed) this.#connection.send(text);
    return Buffer.byteLength(text);
  }

  drained(callback: () => void): void {
    this.#connection.drained(callback);
  }

  close(): void {
    if (this.#hasClosed) return;
    this.closeOutput();
    this.closeConnection();
  }

  closeOutput(): void {
    if (this.#hasOpened) this.#connection.send("</stream:stream>");
    this.#hasOpened = false;
  }

  closeConnection(): void {
    if (this.#hasClosed) return;
    this.#hasClosed = true;
    this.#unread = [];
    this.#parser.stop();
    this.#connection.end();
  }

  restart(): void {
    this.#hasOpened = false;
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
    this.#connection.established();
  }

  pause(): void {
    this.#isHeld = true;
    this.#hush();
  }

  resume(): void {
    this.#isHeld = false;
    this.#read();
  }

  data(bytes: Uint8Array): void {
    if (this.#hasClosed) return;
    this.#unread.push(bytes);
    this.#read();
  }

  /** Reads what has arrived, when it is our turn. */
  #read(): void {
    if (this.#isWaiting || this.#isPaused) return;
    this.#isWaiting = true;
    this.#turns.take(this.#owner, (isOver) => this.#take(isOver));
    if (this.#isWaiting) this.#hush();
  }

  /** Whether there is more to be read. */
  #take(isOver: () => boolean): boolean {
    this.#isOver = isOver;
    this.#awaitReading();
    while (!this.#isPaused && this.#hasUnread) {
      this.#parse();
      if (!this.#isPaused && this.#hasUnread && isOver()) return true;
    }
    this.#isWaiting = false;
    if (!this.#isPaused) this.#allIsRead();
    return false;
  }

  get #isPaused(): boolean {
    return this.#isHeld || this.#isToRead;
  }

  /**
   * Where the peer has not read what it was told, it is not listened to until it has. Two servers that did so would wait for
   * each other for ever (XEP-0288): what goes to another one is bounded where it is sent.
   */
  #awaitReading(): void {
    if (this.#contentNamespace === NS_SERVER || this.#connection.unsent <= MAX_UNSENT) return;
    if (this.#isToRead || this.#lost !== undefined) return;
    this.#isToRead = true;
    this.#hush();
    this.#connection.drained(() => {
      this.#isToRead = false;
      this.#read();
    });
  }

  get #hasUnread(): boolean {
    return this.#parser.hasRest || this.#unread.length > 0;
  }

  #hush(): void {
    if (this.#isHushed) return;
    this.#isHushed = true;
    this.#connection.pause();
  }

  #allIsRead(): void {
    if (this.#lost !== undefined) this.#listener?.lost(this.#lost);
    else if (this.#isHushed) {
      this.#isHushed = false;
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
    this.#lost = reason;
    this.#isToRead = false;
    if (this.#isHeld) this.#listener?.lost(reason);
    else this.#read();
  }
}
