/** A negotiated stream, and who it belongs to: a client session, a component, what is sent to another server. */
import type { Element } from "ltx";
import type { StreamError } from "../stream-error.ts";

/** Takes what the peer sends once negotiation is over. */
export interface StreamOwner {
  element(element: Element): void;
  /** The peer closed its stream in good order: it will not be resumed. */
  ended(): void;
  /** The connection broke. */
  lost(reason: string): void;
}

/** What an owner can do with its stream. */
export interface OwnedStream {
  readonly remoteAddress: string;
  /** The language of what the peer sends, where its header says so (RFC 6120 §4.7.4). */
  readonly language: string | undefined;
  /** Nothing more can be sent. */
  readonly hasEnded: boolean;
  /** Bytes that were sent and are still in the socket's buffer. */
  readonly unsent: number;
  /** Returns how many bytes were sent: none where the stream has ended. */
  send(element: Element): number;
  /** Takes the stanzas that were sent and may not have reached the peer, oldest first; none where the transport does not know. */
  takeUndelivered(): readonly Element[];
  /** Calls back when all that was sent has left; never if the connection closes before. */
  whenDrained(callback: () => void): void;
  /** From here on `owner` is called for what the peer sends. */
  attach(owner: StreamOwner): void;
  /** The owner is not called any more, whatever becomes of the stream. */
  detachOwner(): void;
  /** RFC 6120 §4.9: sends the error, closes the stream and the connection, and calls the owner's `lost`. */
  fail(error: StreamError): void;
  /** RFC 6120 §4.4: sends nothing more, and reads on until the peer has closed its side. */
  closeOutput(): void;
  /** RFC 6120 §4.4: closes the stream and the connection without calling the owner. */
  close(): void;
  /** XEP-0198 §5: closes the connection and leaves the stream open, so that it can be resumed. The owner is not called. */
  closeConnection(): void;
}
