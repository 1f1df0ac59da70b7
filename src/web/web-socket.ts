/** WebSockets (RFC 6455) of Bun's server, with the back pressure of the client's own connection. */
import type { Clock } from "../clock.ts";
import type { WebSocketConnection, WebSocketHandler, WebSocketRoute } from "../http.ts";
import type { Logger } from "../log.ts";
import { type Rate, ReadThrottle } from "../net/rate-limit.ts";
import type { HttpLink } from "./http-link.ts";

export interface WebSocketData {
  readonly socket: LinkedWebSocket;
}

export interface WebSocketDeps {
  readonly route: WebSocketRoute;
  readonly request: Request;
  readonly remoteAddress: string;
  readonly link: HttpLink;
  readonly server: Bun.Server<WebSocketData>;
  /** Bytes that may wait for a peer that does not read. */
  readonly maxUnsentBytes: number;
  /** Bytes that are read from it. */
  readonly webSocketRate: Rate;
  readonly clock: Clock;
}

type Socket = Bun.ServerWebSocket<WebSocketData>;

/** Answers the request with a WebSocket; false where it is no handshake (RFC 6455 §4.2.1). */
export function acceptWebSocket({ route, server, request, ...deps }: WebSocketDeps): boolean {
  const socket = new LinkedWebSocket(route, deps);
  return server.upgrade(request, { headers: { "Sec-WebSocket-Protocol": route.protocol }, data: { socket } });
}

class LinkedWebSocket implements WebSocketConnection {
  readonly remoteAddress: string;
  readonly #route: WebSocketRoute;
  readonly #link: HttpLink;
  readonly #maxUnsentBytes: number;
  readonly #throttle: ReadThrottle;
  #socket: Socket | undefined;
  #handler: WebSocketHandler | undefined;
  #drainCallbacks: (() => void)[] = [];
  /** Bytes on their way to the client's own connection: in Bun, and in the kernel, which may take tens of megabytes. */
  #inTransit = 0;
  /** Paused by the handler. */
  #isPaused = false;
  #isClosing = false;
  #isClosed = false;
  #cutReason: string | undefined;

  constructor(route: WebSocketRoute, deps: Omit<WebSocketDeps, "route" | "server" | "request">) {
    this.#route = route;
    this.#link = deps.link;
    this.#maxUnsentBytes = deps.maxUnsentBytes;
    this.#throttle = new ReadThrottle(deps.webSocketRate, deps.clock, () => this.#read());
    this.remoteAddress = deps.remoteAddress;
    this.#link.limitReceived(route.maxStrangerBytes);
    // Pings and empty fragments count as well, which are no messages.
    this.#link.onReceived = (bytes) => this.#throttle.read(bytes);
    this.#link.onPassed = (bytes) => this.#passed(bytes);
  }

  get unsent(): number {
    return this.#inTransit + this.#link.client.unsent;
  }

  send(text: string): void {
    if (this.#isClosing || this.#isClosed) return;
    this.#inTransit += frameSize(Buffer.byteLength(text));
    // 0: Bun has dropped it, since too much waits already.
    const sent = this.#socket?.sendText(text);
    // A client that reads is not cut for what is on its way within this process.
    const isTooMuch = this.#link.isUnread && this.unsent > this.#maxUnsentBytes;
    if (sent === 0 || isTooMuch) this.#cut("overflow");
  }

  whenDrained(callback: () => void): void {
    if (this.#isClosed) return;
    this.#drainCallbacks.push(callback);
    if (this.#inTransit === 0) this.#arrived();
  }

  pause(): void {
    this.#isPaused = true;
    this.#read();
  }

  resume(): void {
    this.#isPaused = false;
    this.#read();
  }

  #read(): void {
    if ((this.#isPaused || this.#throttle.isPaused) && !this.#isClosing) this.#link.pause();
    else this.#link.resume();
  }

  authenticated(): void {
    this.#link.limitReceived(Number.POSITIVE_INFINITY);
    this.#link.client.authenticated();
  }

  close(code: number): void {
    if (this.#isClosing || this.#isClosed) return;
    this.#isClosing = true;
    this.#read(); // or the peer's close frame would not be read
    this.#socket?.close(code);
  }

  /** Closes at once: a stanza that is lost in between would never be noticed. */
  #cut(reason: string): void {
    this.#cutReason = reason;
    this.#isClosing = true;
    this.#link.destroy();
  }

  opened(socket: Socket): void {
    this.#socket = socket;
    this.#handler = this.#route.accept(this);
  }

  message(message: string | Buffer): void {
    if (this.#isClosing || this.#isClosed) return;
    if (typeof message !== "string") this.#handler?.binary();
    else this.#handler?.message(message);
  }

  /** Pongs and the like are passed on as well, and were not counted. */
  #passed(bytes: number): void {
    if (this.#inTransit === 0) return;
    this.#inTransit = Math.max(0, this.#inTransit - bytes);
    if (this.#inTransit === 0) this.#arrived();
  }

  /** Everything that was sent has come to the client's own connection, where it may still wait. */
  #arrived(): void {
    for (const callback of this.#drainCallbacks.splice(0)) this.#link.whenDrained(callback);
  }

  closed(code: number, text: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#link.onReceived = undefined;
    this.#link.onPassed = undefined;
    this.#throttle.stop();
    const isOrderly = code === 1000 || code === 1001 || code === 1005;
    const reason = this.#cutReason ?? (isOrderly ? undefined : text || `closed with ${code}`);
    queueMicrotask(() => this.#handler?.closed(reason));
  }
}

/** RFC 6455 §5.2: a frame of a server, which has no mask, with so many bytes of payload. */
const frameSize = (payload: number): number => payload + (payload < 126 ? 2 : payload < 65_536 ? 4 : 10);

/** The events of Bun's server. An error of a handler ends its WebSocket, and not the process. */
export function webSocketEvents(log: Logger): Pick<Bun.WebSocketHandler<WebSocketData>, "open" | "message" | "close"> {
  const guarded = (socket: Socket, handle: () => void): void => {
    try {
      handle();
    } catch (error) {
      log.error({ event: "web-socket-failed", remote: socket.data.socket.remoteAddress, error });
      socket.terminate();
    }
  };
  return {
    open: (socket) => guarded(socket, () => socket.data.socket.opened(socket)),
    message: (socket, message) => guarded(socket, () => socket.data.socket.message(message)),
    close: (socket, code, text) => guarded(socket, () => socket.data.socket.closed(code, text)),
  };
}
