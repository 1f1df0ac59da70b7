/** RFC 7395: an XML stream over WebSocket. Each message is one element; <open/> and <close/> stand for the stream's tags. */
import type { Element } from "ltx";
import type { WebSocketConnection, WebSocketHandler } from "../http.ts";
import { NS_CLIENT, NS_STREAMS } from "../namespaces.ts";
import type { Turns } from "../net/turns.ts";
import { xml } from "../stanza.ts";
import { StreamError } from "../stream-error.ts";
import type { XmlLimits } from "../xml/limits.ts";
import { type ElementParser, frameParser } from "../xml/parse-element.ts";
import { print } from "../xml/print.ts";
import type { Framing, FramingListener } from "./framing.ts";
import { Reading } from "./reading.ts";

/** §3.3.2. */
const NS_FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";

/**
 * Characters that may wait to be read, beside the longest element. The connection is paused then, but what is on the way within this
 * machine still arrives, some 1 MB.
 */
const MAX_UNREAD = 4_000_000;

/** Characters that a message counts in addition to its own, so that empty ones are bounded as well. */
const MESSAGE_OVERHEAD = 64;

/** RFC 6455 §7.4.1: both ends have said all, or one of them leaves. */
const CLOSE_NORMAL = 1000;
const CLOSE_GOING_AWAY = 1001;
/** A message of a type that cannot be accepted. */
const CLOSE_UNSUPPORTED = 1003;

/** Stands for a binary message, of which nothing is kept. */
const BINARY = Symbol("binary");

type Message = string | typeof BINARY;

const sizeOf = (message: Message): number => MESSAGE_OVERHEAD + (message === BINARY ? 0 : message.length);

export class WebSocketFraming implements Framing, WebSocketHandler {
  /** The web server takes WebSockets over HTTPS alone, here or at the proxy that it trusts (§3.9). */
  readonly isSecure = true;
  /** It is the web server's. */
  readonly tls = undefined;
  readonly #connection: WebSocketConnection;
  readonly #reading: Reading;
  #limits: XmlLimits;
  #listener: FramingListener | undefined;
  /** Received and not read yet, oldest first. */
  #unread: Message[] = [];
  /** The message that has been read in part. */
  #parser: ElementParser | undefined;
  /** Characters, and an overhead for each message. */
  #unreadSize = 0;
  /** The peer's stream is open: its <open/> has come, and no restart or <close/> since. */
  #isOpen = false;
  #isHeaderSent = false;
  #hasClosed = false;
  #closeCode = CLOSE_NORMAL;

  constructor(connection: WebSocketConnection, limits: XmlLimits, turns: Pick<Turns, "take">) {
    this.#connection = connection;
    this.#limits = limits;
    this.#reading = new Reading({
      connection,
      turns,
      hasUnread: () => this.#parser !== undefined || this.#unread.length > 0,
      read: () => this.#read(),
      ignoresUnsent: false,
    });
  }

  listen(listener: FramingListener): void {
    this.#listener = listener;
    this.#reading.listen(listener);
  }

  get remoteAddress(): string {
    return this.#connection.remoteAddress;
  }

  get unsent(): number {
    return this.#connection.unsent;
  }

  open(attributes: Readonly<Record<string, string | undefined>>): void {
    this.#isHeaderSent = true;
    this.#connection.send(print(xml("open", { xmlns: NS_FRAMING, ...attributes })));
  }

  send(element: Element): number {
    const text = printFrame(element);
    if (!this.#hasClosed) this.#connection.send(text);
    return Buffer.byteLength(text);
  }

  whenDrained(callback: () => void): void {
    this.#connection.whenDrained(callback);
  }

  close(): void {
    if (this.#hasClosed) return;
    this.closeOutput();
    this.#close(this.#closeCode);
  }

  closeOutput(): void {
    if (this.#isHeaderSent) this.#connection.send(`<close xmlns="${NS_FRAMING}"/>`);
    this.#isHeaderSent = false;
  }

  closeConnection(): void {
    if (!this.#hasClosed) this.#close(CLOSE_GOING_AWAY);
  }

  /** §3.7: a new <open/> follows. */
  restart(): void {
    this.#isHeaderSent = false;
    this.#isOpen = false;
    this.#forget();
  }

  /** §3.9: TLS is never negotiated on this stream, which is secure from its beginning. */
  secure(): never {
    throw new Error("STARTTLS over WebSocket");
  }

  authenticated(limits: XmlLimits, owner: string): void {
    this.#limits = limits;
    this.#reading.authenticated(owner);
    this.#connection.authenticated();
  }

  pause(): void {
    this.#reading.pause();
  }

  resume(): void {
    this.#reading.resume();
  }

  /** Ends the stream for a reason of this server's. */
  fail(error: StreamError): void {
    if (!this.#hasClosed) this.#listener?.failed(error);
  }

  message(text: string): void {
    this.#received(text);
  }

  binary(): void {
    this.#received(BINARY);
  }

  closed(reason = "closed"): void {
    this.#reading.lost(reason);
  }

  #received(message: Message): void {
    if (this.#hasClosed) return;
    this.#unread.push(message);
    this.#unreadSize += sizeOf(message);
    this.#reading.received();
    if (this.#unreadSize <= MAX_UNREAD + this.#limits.stanzaBytes) return;
    this.#forget();
    this.#listener?.failed(new StreamError("policy-violation", "more is sent than can be read at once"));
  }

  /** Reads messages until others have their turn, and of a long one a portion. */
  #read(): void {
    do {
      const parser = this.#parser ?? this.#nextParser();
      this.#parser = undefined;
      const element = parser?.next();
      if (element === undefined) {
        this.#parser = parser;
        return;
      }
      this.#element(element);
    } while (!this.#reading.shouldStop());
  }

  #nextParser(): ElementParser | undefined {
    const message = this.#unread.shift();
    if (message === undefined) return undefined;
    this.#unreadSize -= sizeOf(message);
    if (message !== BINARY) return frameParser(message, this.#limits);
    // §3.2.
    this.#closeCode = CLOSE_UNSUPPORTED;
    throw new StreamError("unsupported-encoding", "every message is text");
  }

  #element(element: Element): void {
    if (element.getNS() === NS_FRAMING) this.#framingElement(element);
    else if (!this.#isOpen) throw new StreamError("invalid-namespace", "a stream begins with <open/>");
    else {
      // A stanza that declares no namespace is taken for one of this stream, as other servers take it.
      if (element.attrs.xmlns === "") delete element.attrs.xmlns;
      this.#listener?.element(element);
    }
  }

  #framingElement(element: Element): void {
    switch (element.getName()) {
      case "open":
        if (this.#isOpen) throw new StreamError("invalid-xml", "the stream is open already");
        this.#isOpen = true;
        return this.#listener?.opened(headerOf(element));
      case "close":
        this.#isOpen = false;
        return this.#listener?.ended();
      default:
        throw new StreamError("bad-format", "<open/> and <close/> alone are of this namespace");
    }
  }

  #close(code: number): void {
    this.#hasClosed = true;
    this.#forget();
    this.#connection.close(code);
  }

  #forget(): void {
    this.#unread = [];
    this.#unreadSize = 0;
    this.#parser = undefined;
  }
}

/** §3.3.1: the attributes of <open/> are those of a stream's header (RFC 6120 §4.7). */
function headerOf({ attrs }: Element): Element {
  const { to, from, id, version, "xml:lang": language } = attrs;
  const header = { to, from, id, version, "xml:lang": language };
  return xml("stream:stream", { xmlns: NS_CLIENT, "xmlns:stream": NS_STREAMS, ...header });
}

/** §3.3.3: a frame stands for itself, so it declares the namespaces that a stream's header does elsewhere. */
function printFrame(element: Element): string {
  const text = print(element);
  const { name, attrs } = element;
  const inserted = name.startsWith("stream:")
    ? attrs["xmlns:stream"] === undefined && ` xmlns:stream="${NS_STREAMS}"`
    : attrs.xmlns === undefined && ` xmlns="${NS_CLIENT}"`;
  const end = 1 + name.length;
  return inserted ? `${text.slice(0, end)}${inserted}${text.slice(end)}` : text;
}
