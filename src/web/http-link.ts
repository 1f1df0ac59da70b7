/** A connection of a client, and the one within this process that leads its plain bytes to the HTTP server. */
import type { Clock } from "../clock.ts";
import type { Connection, ConnectionHandler } from "../net/connection.ts";
import { freeMemory } from "../net/free-memory.ts";
import type { TcpConnection } from "../net/tcp-connection.ts";

/** With more than this unsent on one side, nothing is read on the other. */
const MAX_UNSENT_BYTES = 65_536;

/** What is read of the client in one turn of the event loop: what has been passed on, the server reads even where that is paused. */
const MAX_PASSED_BYTES = 262_144;

/** Milliseconds until the first byte. */
const FIRST_BYTE_MS = 30_000;

export interface HttpLinkDeps {
  readonly clock: Clock;
  /** Connects to the HTTP server; `link.connected` is called, or it rejects. */
  readonly connect: (link: HttpLink) => Promise<void>;
  readonly connected: (link: HttpLink, localPort: number) => void;
  readonly closed: (link: HttpLink, localPort: number) => void;
}

export class HttpLink implements ConnectionHandler {
  readonly client: Connection;
  /** Called with the number of bytes that have come, whenever some have. */
  onReceived: ((bytes: number) => void) | undefined;
  /** The same for what the HTTP server has sent to the client, which has been passed on. */
  onPassed: ((bytes: number) => void) | undefined;
  readonly #deps: HttpLinkDeps;
  #server: TcpConnection | undefined;
  #localPort = 0;
  /** What has come before the server is connected. */
  #early: Uint8Array[] | undefined;
  #stopTimer: () => void;
  #isClosed = false;
  /** Reading of the client is paused by the WebSocket on it, or since the server does not take more. */
  #isPaused = false;
  #isServerFull = false;
  #received = 0;
  #maxReceived = Number.POSITIVE_INFINITY;
  /** Bytes that were passed on in this turn of the event loop. */
  #passed = 0;

  constructor(client: Connection, deps: HttpLinkDeps) {
    this.client = client;
    this.#deps = deps;
    this.#stopTimer = deps.clock.after(FIRST_BYTE_MS, () => client.destroy());
  }

  /** Bytes that have come from the client. */
  get received(): number {
    return this.#received;
  }

  /** The client leaves unread what is sent to it, so that nothing more is taken from the HTTP server. */
  get isUnread(): boolean {
    return this.client.unsent > MAX_UNSENT_BYTES;
  }

  /** Cuts the connection when the client has sent so many more bytes; Infinity lifts that. */
  limitReceived(bytes: number): void {
    this.#maxReceived = this.#received + bytes;
  }

  /** Calls back when the kernel has accepted all that the HTTP server has sent so far on this side. */
  whenDrained(callback: () => void): void {
    this.client.whenDrained(callback);
  }

  pause(): void {
    this.#isPaused = true;
    this.#read();
  }

  resume(): void {
    this.#isPaused = false;
    this.#read();
  }

  /** Closes at once. */
  destroy(): void {
    this.client.destroy();
  }

  /** Closes after everything that was sent. */
  end(): void {
    this.client.end();
  }

  data(bytes: Uint8Array): void {
    this.#received += bytes.length;
    this.onReceived?.(bytes.length);
    if (this.#received > this.#maxReceived) this.destroy();
    else if (this.#server) this.#toServer(this.#server, bytes);
    else if (this.#early) this.#early.push(bytes);
    else this.#connect(bytes);
  }

  closed(): void {
    this.#isClosed = true;
    this.#stopTimer();
    this.#server?.destroy();
  }

  #connect(bytes: Uint8Array): void {
    this.#early = [bytes];
    this.#stopTimer();
    this.#read();
    this.#deps.connect(this).catch(() => this.destroy());
  }

  /** The connection to the HTTP server is there; returns its handler. */
  connected(server: TcpConnection): ConnectionHandler {
    this.#localPort = server.localPort;
    if (this.#isClosed) server.destroy();
    else {
      this.#server = server;
      this.#deps.connected(this, this.#localPort);
      for (const bytes of this.#early?.splice(0) ?? []) server.send(bytes);
      this.#early = undefined;
      this.#read();
    }
    return {
      data: (bytes) => this.#toClient(server, bytes),
      closed: () => {
        this.#deps.closed(this, this.#localPort);
        this.client.end();
      },
    };
  }

  #toServer(server: TcpConnection, bytes: Uint8Array): void {
    this.#countPassed(bytes.length);
    pass(server, bytes);
    if (this.#isServerFull || server.unsent <= MAX_UNSENT_BYTES) return;
    this.#isServerFull = true;
    this.#read();
    server.whenDrained(() => {
      this.#isServerFull = false;
      this.#read();
    });
  }

  #countPassed(bytes: number): void {
    const isFirst = this.#passed === 0;
    this.#passed += bytes;
    if (this.#passed >= MAX_PASSED_BYTES) this.#read();
    if (!isFirst) return;
    setImmediate(() => {
      const hasRested = this.#passed >= MAX_PASSED_BYTES;
      this.#passed = 0;
      if (hasRested) this.#read();
    });
  }

  #toClient(server: TcpConnection, bytes: Uint8Array): void {
    const { length } = bytes;
    pass(this.client, bytes);
    this.onPassed?.(length);
    if (!this.isUnread) return;
    server.pause();
    this.client.whenDrained(() => server.resume());
  }

  #read(): void {
    if (this.#isPaused || this.#isServerFull || this.#early || this.#passed >= MAX_PASSED_BYTES) this.client.pause();
    else this.client.resume();
  }
}

/** Sends bytes that nobody else has, and frees their memory when they have left. */
function pass(to: Connection, bytes: Uint8Array): void {
  to.send(bytes);
  // Before the tick's end: what the kernel takes need not be kept.
  if (to.unsent >= MAX_UNSENT_BYTES) to.flush();
  if (to.unsent === 0) freeMemory(bytes);
  else to.whenDrained(() => freeMemory(bytes));
}
