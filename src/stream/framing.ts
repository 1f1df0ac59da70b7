/** The transport of a stream: TCP, WebSocket or BOSH. */
import type { Element } from "ltx";
import type { TlsInfo } from "../net/connection.ts";
import type { StreamError } from "../stream-error.ts";
import type { XmlLimits } from "../xml/limits.ts";

export interface Framing {
  readonly remoteAddress: string;
  /** Nobody on the way can read or change what is sent: here or before this server, TLS protects it. */
  readonly isSecure: boolean;
  /** The TLS that is the stream's own, to which SASL can be bound; undefined in plaintext and where the web server has it. */
  readonly tls: TlsInfo | undefined;
  /** Bytes that were sent and are still in the socket's buffer. */
  readonly unsent: number;
  /** Who is told of what arrives; to be called once, at first. */
  listen(listener: FramingListener): void;
  /** Sends our stream header with these attributes. */
  open(attributes: Readonly<Record<string, string | undefined>>): void;
  /** Returns how many bytes it is. */
  send(element: Element): number;
  /** Takes the stanzas that were sent and may not have reached the peer, oldest first, where the transport knows of any. */
  takeUndelivered?(): readonly Element[];
  /** Calls back when all that was sent has left; never if the connection closes before. */
  whenDrained(callback: () => void): void;
  /** Closes the stream and then the connection, after everything that was sent. */
  close(): void;
  /** Closes our stream and reads on until the peer has closed its own (RFC 6120 §4.4); nothing more is sent. */
  closeOutput(): void;
  /** Closes the connection after everything that was sent, and leaves the stream open (XEP-0198 §5). */
  closeConnection(): void;
  /** Drops what was received: a new header follows (RFC 6120 §4.3.3). */
  restart(): void;
  /** RFC 6120 §5.4.3.3: the TLS handshake follows; `secured` is called when it is done. */
  secure(): void;
  /** The peer has authenticated as `owner`: from here on these limits apply, and its stream takes that owner's turns. */
  authenticated(limits: XmlLimits, owner: string): void;
  /** Stops and continues reading. */
  pause(): void;
  resume(): void;
}

/** Called by the framing. */
export interface FramingListener {
  opened(header: Element): void;
  element(element: Element): void;
  /** The peer closed its stream. */
  ended(): void;
  secured(): void;
  /** The peer sent what cannot be parsed. */
  failed(error: StreamError): void;
  /** The connection is gone; nothing more will come. */
  lost(reason: string): void;
}
