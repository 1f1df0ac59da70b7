/** RFC 6120 §4: an XML stream over TCP. */
import type { Element } from "ltx";
import type { Connection, ConnectionHandler, TlsFacts } from "../net/connection.ts";
import { xml } from "../stanza.ts";
import { StreamError } from "../stream-error.ts";
import { print } from "../xml/print.ts";
import { StreamParser, type XmlLimits } from "../xml/stream-parser.ts";
import type { Framing, FramingListener } from "./framing.ts";

export class TcpFraming implements Framing, ConnectionHandler {
  readonly #connection: Connection;
  readonly #parser: StreamParser;
  readonly #contentNamespace: string;
  #listener: FramingListener | undefined;
  #hasOpened = false;
  #hasClosed = false;

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

  send(element: Element): void {
    if (!this.#hasClosed) this.#connection.send(print(element));
  }

  close(): void {
    if (this.#hasClosed) return;
    this.#hasClosed = true;
    this.#parser.stop();
    if (this.#hasOpened) this.#connection.send("</stream:stream>");
    this.#connection.end();
  }

  restart(): void {
    this.#hasOpened = false;
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
    this.#connection.pause();
  }

  resume(): void {
    this.#connection.resume();
  }

  data(bytes: Uint8Array): void {
    if (this.#hasClosed) return;
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
    this.#hasClosed = true;
    this.#listener?.lost(reason);
  }
}

/** What is thrown and is no StreamError is a mistake of ours: it is kept as the cause, for the log. */
function bug(cause: unknown): StreamError {
  const error = new StreamError("internal-server-error");
  error.cause = cause;
  return error;
}
