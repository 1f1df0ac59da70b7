/** When what a peer has sent is read: in its owner's turns, not while the stream is paused, nor from a peer that reads nothing itself. */
import type { Connection } from "../net/connection.ts";
import { networkOf } from "../net/ip-address.ts";
import type { Turns } from "../net/turns.ts";
import { asStreamError } from "../stream-error.ts";
import type { FramingListener } from "./framing.ts";

/** Where a peer leaves more bytes unread, nothing is read from it until it has read them. */
export const MAX_UNSENT = 65_536;

export interface ReadingDeps {
  readonly connection: Pick<Connection, "remoteAddress" | "unsent" | "whenDrained" | "pause" | "resume">;
  readonly turns: Pick<Turns, "take">;
  /** Whether something was received and has not been read. */
  readonly hasUnread: () => boolean;
  /**
   * Whether that is so much that nothing more is to be received. By default, anything is. A little may wait for its turn: to pause a
   * connection costs more than the wait.
   */
  readonly hasMuchUnread?: () => boolean;
  /** Reads a portion of it, and asks `shouldStop` after each element. What it throws fails the stream. */
  readonly read: () => void;
  /**
   * Reads from a peer that does not read as well. For other servers: two that waited for each other on one stream (XEP-0288)
   * would wait for ever. What is sent to them is bounded by the sender.
   */
  readonly ignoresUnsent: boolean;
}

export class Reading {
  readonly #deps: ReadingDeps;
  #listener: FramingListener | undefined;
  /** Paused by the stream. */
  #isStreamPaused = false;
  /** Paused until the peer has read what was sent to it. */
  #isSendBufferFull = false;
  /** What is unread waits for its turn. */
  #isWaiting = false;
  /** Whose turns these are: those of the network, later of the authenticated account or domain. */
  #owner: string;
  /** Whether it is another owner's turn. */
  #shouldYield: () => boolean = () => false;
  /** Nothing is read from the connection, since something is unread or reading is paused. */
  #isConnectionPaused = false;
  /** Why the connection is gone; passed on once all that came before has been read. */
  #lostReason: string | undefined;

  constructor(deps: ReadingDeps) {
    this.#deps = deps;
    this.#owner = networkOf(deps.connection.remoteAddress);
  }

  /** Who is told of errors and of the end. */
  listen(listener: FramingListener): void {
    this.#listener = listener;
  }

  /** From here on `owner`'s turns are taken. */
  authenticated(owner: string): void {
    this.#owner = owner;
  }

  /** Something was received: reads it when it is this owner's turn. */
  received(): void {
    if (this.#isPaused) return;
    if (!this.#isWaiting) {
      this.#isWaiting = true;
      this.#deps.turns.take(this.#owner, (shouldYield) => this.#take(shouldYield));
    }
    if (this.#isWaiting && (this.#deps.hasMuchUnread?.() ?? true)) this.#pauseConnection();
  }

  pause(): void {
    this.#isStreamPaused = true;
    this.#pauseConnection();
  }

  resume(): void {
    this.#isStreamPaused = false;
    this.received();
  }

  /** Whether what follows the element that was just read has to wait. */
  shouldStop(): boolean {
    this.#checkSendBuffer();
    return this.#isPaused || this.#shouldYield();
  }

  /** The connection is gone: the listener learns of it behind what was received. */
  lost(reason: string): void {
    this.#lostReason = reason;
    this.#isSendBufferFull = false;
    if (this.#isStreamPaused) this.#listener?.lost(reason);
    else this.received();
  }

  get #isPaused(): boolean {
    return this.#isStreamPaused || this.#isSendBufferFull;
  }

  /** Returns whether there is more to read. */
  #take(shouldYield: () => boolean): boolean {
    const { hasUnread } = this.#deps;
    this.#shouldYield = shouldYield;
    this.#checkSendBuffer();
    while (!this.#isPaused && hasUnread()) {
      this.#read();
      if (!this.#isPaused && hasUnread() && shouldYield()) return true;
    }
    this.#isWaiting = false;
    if (!this.#isPaused) this.#allIsRead();
    return false;
  }

  #read(): void {
    try {
      this.#deps.read();
    } catch (error) {
      this.#listener?.failed(asStreamError(error));
    }
  }

  #checkSendBuffer(): void {
    const { connection, ignoresUnsent } = this.#deps;
    if (ignoresUnsent || connection.unsent <= MAX_UNSENT) return;
    if (this.#isSendBufferFull || this.#lostReason !== undefined) return;
    this.#isSendBufferFull = true;
    this.#pauseConnection();
    connection.whenDrained(() => {
      this.#isSendBufferFull = false;
      this.received();
    });
  }

  #pauseConnection(): void {
    if (this.#isConnectionPaused) return;
    this.#isConnectionPaused = true;
    this.#deps.connection.pause();
  }

  #allIsRead(): void {
    if (this.#lostReason !== undefined) this.#listener?.lost(this.#lostReason);
    else if (this.#isConnectionPaused) {
      this.#isConnectionPaused = false;
      this.#deps.connection.resume();
    }
  }
}
