/** RFC 6120 §4: an XML stream over TCP. */
import type { Element } from "ltx";
import type { Connection, ConnectionHandler, TlsFacts } from "../net/connection.ts";
import { xml } from "../stanza.ts";
import { StreamError } from "../stream-error.ts";
import { print } from "../xml/print.ts";
import { StreamParser, type XmlLimits } from "../xml/stream-parser.ts";
import type { Framing, FramingListener } from "./framing.ts";

/** So many bytes are read before the clock is looked at; few enough that their stanzas do not take long. */
const SLICE = 2048;
/** Milliseconds after which others have their turn, however much one peer has said at once. */
const TURN = 10;

export class TcpFraming implements Framing, ConnectionHandler {
  readonly #connection: Connection;
  readonly #parser: StreamParser;
  readonly #contentNamespace: string;
  #listener: FramingListener | undefined;
  /** What has arrived and was not read yet, in order. */
  #unread: Uint8Array[] = [];
  #isHeld = false;
  #isTurnOver = false;
  /** The connection is not read from, since something is unread or somebody above waits. */
  #isHushed = false;
  #hasOpened = false;
  #hasClosed = false;
  /** Why the connection is gone; told when all that came before has been read. */
  #lost: string | undefined;

  constructor(connection: Connection, contentNamespace: string, limits: XmlLimits) {
    this.#connection = connection;
    this.#contentNamespace = contentNamespace;
    this.#parser = new StreamParser(
      {
        open: (header) => this.#listener?.opened(header),
        element: (element) => this.#listener?.element(element),
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

  open(attributes: Readonly<Record<string, string | undefined>>): void {
    const xmlns = this.#contentNamespace;
    const header = xml("stream:stream", { xmlns, "xmlns:stream": "http://etherx.jabber.org/streams", ...attributes });
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
    this.bidFarewell();
    this.cut();
  }

  bidFarewell(): void {
    if (this.#hasOpened) this.#connection.send("</stream:stream>");
    this.#hasOpened = false;
  }

  cut(): void {
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

  established(limits: XmlLimits): void {
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

  /** Reads what has arrived, until it is somebody else's turn. */
  #read(): void {
    if (this.#isTurnOver || this.#isHeld) return;
    const end = performance.now() + TURN;
    for (let bytes = this.#unread[0]; bytes !== undefined && !this.#isHeld; bytes = this.#unread[0]) {
      if (bytes.length > SLICE) this.#unread[0] = bytes.subarray(SLICE);
      else this.#unread.shift();
      this.#parse(bytes.subarray(0, SLICE));
      if (this.#unread.length > 0 && performance.now() > end) return this.#giveWay();
    }
    if (!this.#isHeld) this.#allIsRead();
  }

  #giveWay(): void {
    this.#isTurnOver = true;
    this.#hush();
    setImmediate(() => {
      this.#isTurnOver = false;
      this.#read();
    });
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

  #parse(bytes: Uint8Array): void {
    try {
      this.#parser.write(bytes);
    } catch (error) {
      this.#listener?.failed(error instanceof StreamError ? error : bug(error));
    }
  }

  secured(): void {
    this.#listener?.secured();
  }

  closed(reason = "closed"): void {
    this.#lost = reason;
    if (this.#isHeld) this.#listener?.lost(reason);
    else this.#read();
  }
}

/** What is thrown and is no StreamError is a mistake of ours: it is kept as the cause, for the log. */
function bug(cause: unknown): StreamError {
  const error = new StreamError("internal-server-error");
  error.cause = cause;
  return error;
}
