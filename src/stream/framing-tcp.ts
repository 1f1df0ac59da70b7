/** RFC 6120 §4: an XML stream over TCP. */
import type { Element } from "ltx";
import { NS_SERVER, NS_STREAMS } from "../namespaces.ts";
import type { Connection, ConnectionHandler, TlsInfo } from "../net/connection.ts";
import type { Turns } from "../net/turns.ts";
import { xml } from "../stanza.ts";
import type { XmlLimits } from "../xml/limits.ts";
import { print } from "../xml/print.ts";
import { StreamParser } from "../xml/stream-parser.ts";
import type { Framing, FramingListener } from "./framing.ts";
import { Reading } from "./reading.ts";

/** Bytes that are parsed at once; in between, other owners may have their turn. */
const SLICE = 16_384;

export class TcpFraming implements Framing, ConnectionHandler {
  readonly #connection: Connection;
  readonly #parser: StreamParser;
  readonly #contentNamespace: string;
  readonly #reading: Reading;
  #listener: FramingListener | undefined;
  /** Received and not parsed yet, oldest first. */
  #unread: Uint8Array[] = [];
  #isHeaderSent = false;
  #hasClosed = false;

  constructor(connection: Connection, contentNamespace: string, limits: XmlLimits, turns: Pick<Turns, "take">) {
    this.#connection = connection;
    this.#contentNamespace = contentNamespace;
    this.#parser = new StreamParser(
      {
        open: (header) => this.#listener?.opened(header),
        element: (element) => {
          this.#listener?.element(element);
          if (this.#reading.shouldStop()) this.#parser.pause();
        },
        close: () => this.#listener?.ended(),
      },
      limits,
    );
    this.#reading = new Reading({
      connection,
      turns,
      hasUnread: () => this.#parser.hasRest || this.#unread.length > 0,
      hasMuchUnread: () => this.#parser.hasRest || this.#unread.reduce((sum, { length }) => sum + length, 0) > SLICE,
      read: () => this.#parse(),
      ignoresUnsent: contentNamespace === NS_SERVER,
    });
  }

  listen(listener: FramingListener): void {
    this.#listener = listener;
    this.#reading.listen(listener);
  }

  get remoteAddress(): string {
    return this.#connection.remoteAddress;
  }

  get tls(): TlsInfo | undefined {
    return this.#connection.tls;
  }

  get isSecure(): boolean {
    return this.#connection.tls !== undefined;
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
    this.#reading.authenticated(owner);
    this.#parser.setLimits(limits);
    this.#connection.authenticated();
  }

  pause(): void {
    this.#reading.pause();
  }

  resume(): void {
    this.#reading.resume();
  }

  data(bytes: Uint8Array): void {
    if (this.#hasClosed) return;
    this.#unread.push(bytes);
    this.#reading.received();
  }

  secured(): void {
    this.#listener?.secured();
  }

  closed(reason = "closed"): void {
    this.#reading.lost(reason);
  }

  #parse(): void {
    if (this.#parser.hasRest) this.#parser.resume();
    else this.#parser.write(this.#nextSlice());
  }

  #nextSlice(): Uint8Array {
    const bytes = this.#unread.shift() ?? new Uint8Array();
    if (bytes.length > SLICE) this.#unread.unshift(bytes.subarray(SLICE));
    return bytes.subarray(0, SLICE);
  }
}
