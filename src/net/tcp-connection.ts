/** The connection over Bun's native socket. */
import type { Clock } from "../clock.ts";
import type { Logger } from "../log.ts";
import type { CloseReason, Connection, ConnectionHandler, TcpLimits, TlsInfo } from "./connection.ts";
import type { NativeHandlers, NativeSocket } from "./native-socket.ts";
import { ReadThrottle } from "./rate-limit.ts";
import { SendBuffer } from "./send-buffer.ts";
import type { ServedCertificate } from "./tls-context.ts";
import { contextOf, handshakeAs, isHandshakeDone, type TlsRole, tlsInfoOf } from "./tls-handshake.ts";

/** What all connections of a listener share. */
export interface TcpConnectionDeps extends TcpLimits {
  readonly role: TlsRole;
  readonly log: Logger;
  readonly clock: Clock;
  /** Called once when the peer is known or the connection is gone, whichever comes first. */
  readonly noLongerPending?: (connection: TcpConnection) => void;
  /** Called once when the connection is gone. */
  readonly closed?: (connection: TcpConnection) => void;
}

/** Which of the two native sockets speaks. */
type Half = "plain" | "secure";
type Stage = Half | "starting" | "handshake";

/** Enough for four full TLS records: more than this does not wait for the tick's end. */
const FLUSH_BYTES = 65_536;

export class TcpConnection implements Connection {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localPort: number;
  tls: TlsInfo | undefined;
  handler: ConnectionHandler | undefined;
  #socket: NativeSocket<TcpConnection | undefined>;
  readonly #around: TcpConnectionDeps;
  readonly #outbox = new SendBuffer();
  #stage: Stage = "plain";
  #alpn: Buffer | undefined;
  /** What is shown, as a server. */
  #certificate: ServedCertificate | undefined;
  #whenDrained: (() => void)[] = [];
  #isBlocked = false;
  #isFlushDue = false;
  #isEnding = false;
  #isSettled = false;
  #isClosed = false;
  #isHeld = false;
  readonly #pace: ReadThrottle | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(socket: NativeSocket<TcpConnection | undefined>, remoteAddress: string, around: TcpConnectionDeps) {
    this.#socket = socket;
    this.#around = around;
    this.#pace = around.reading && new ReadThrottle(around.reading, around.clock, () => this.#read());
    this.remoteAddress = remoteAddress;
    this.remotePort = socket.remotePort;
    this.localPort = socket.localPort;
    if (Number.isFinite(around.idleMs)) socket.setKeepAlive(true, around.idleMs);
  }

  send(data: string | Uint8Array): void {
    if (this.#isClosed || this.#isEnding || data.length === 0) return;
    this.#outbox.add(data);
    if (this.#outbox.bytes >= FLUSH_BYTES) this.flush();
    if (this.#outbox.bytes > this.#around.unsentBytes) this.cut("overflow");
    this.#flushSoon();
  }

  get unsent(): number {
    return this.#outbox.bytes;
  }

  whenDrained(callback: () => void): void {
    this.#whenDrained.push(callback);
    this.#flushSoon();
  }

  #flushSoon(): void {
    if (this.#isFlushDue || this.#isBlocked || this.#isClosed) return;
    this.#isFlushDue = true;
    queueMicrotask(() => {
      this.#isFlushDue = false;
      this.flush();
    });
  }

  flush(): void {
    if (this.#isClosed || this.#isBlocked || this.#stage === "handshake") return;
    this.#isBlocked = !this.#outbox.flush((data) => this.#socket.write(data));
    if (this.#isBlocked) return;
    if (this.#stage === "starting") this.#upgrade();
    else if (this.#isEnding) this.#socket.shutdown();
    for (const callback of this.#whenDrained.splice(0)) setImmediate(() => this.#calling(callback));
  }

  startTls(): void {
    this.#startTls(undefined);
  }

  /** Direct TLS (XEP-0368): the handshake starts with the connection's first byte. */
  startDirectTls(alpn: Buffer): void {
    this.#startTls(alpn);
  }

  #startTls(alpn: Buffer | undefined): void {
    if (this.#isClosed || this.#isEnding) return;
    if (this.#stage !== "plain") throw new Error("TLS has been started already");
    this.#stage = "starting";
    this.#alpn = alpn;
    this.#cancelTimer = this.#around.clock.after(this.#around.handshakeTimeoutMs, () => this.cut("handshake-timeout"));
    this.flush();
  }

  #upgrade(): void {
    this.#stage = "handshake";
    const { role } = this.#around;
    if (role.isServer) this.#certificate = role.certificates.certificateFor(undefined);
    const [, secure] = this.#socket.upgradeTLS<TcpConnection | undefined>({
      ...handshakeAs(role, this.#certificate, this.#alpn),
      data: this,
      socket: securedHandlers,
    });
    this.#socket = secure;
  }

  authenticated(): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#around.noLongerPending?.(this);
  }

  pause(): void {
    this.#isHeld = true;
    this.#read();
  }

  resume(): void {
    this.#isHeld = false;
    this.#read();
  }

  /** Reads, unless somebody above or the pace forbids it; a handshake is read in any case. */
  #read(): void {
    if (this.#isClosed || this.#stage === "handshake") return;
    if (this.#isHeld || this.#pace?.isPaused) this.#socket.pause();
    else this.#socket.resume();
  }

  end(): void {
    if (this.#isClosed || this.#isEnding) return;
    // Until the handshake is done there is nobody to say anything to.
    if (this.#stage === "plain" || this.#stage === "secure") this.#end();
    else this.destroy();
  }

  #end(): void {
    this.#isEnding = true;
    this.resume(); // or the peer would not be seen closing
    this.#cancelTimer = this.#around.clock.after(this.#around.closeTimeoutMs, () => this.cut(undefined));
    this.flush();
  }

  destroy(): void {
    this.cut(undefined);
  }

  /** Cuts at once, telling the handler why. */
  cut(reason: CloseReason | undefined): void {
    this.closed(reason);
    this.#socket.terminate();
  }

  /** SNI (RFC 6066 §3): the certificate for the name, in the form that the native socket takes. */
  contextFor(serverName: string): unknown {
    const { role } = this.#around;
    if (!role.isServer) return undefined;
    this.#certificate = role.certificates.certificateFor(serverName);
    return contextOf(role, this.#certificate);
  }

  /** After an upgrade the raw half speaks on, with ciphertext. */
  received(bytes: Uint8Array, half: Half): void {
    if (this.#isClosed || this.#stage !== half) return;
    this.#pace?.read(bytes.length);
    this.#calling(() => this.handler?.data(bytes));
  }

  handshakeDone(ok: boolean): void {
    // Bun's `ok` is also about the name in a server's certificate, which the layers above judge.
    if (!ok && !isHandshakeDone(this.#socket)) this.closed("handshake-failed");
    if (this.#isClosed) return;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#stage = "secure";
    this.#read();
    this.tls = tlsInfoOf(this.#socket, this.#around.role, this.#certificate?.endPoint);
    this.#calling(() => this.handler?.secured?.());
    this.flush();
  }

  writable(half: Half): void {
    if (half === "plain" && (this.#stage === "handshake" || this.#stage === "secure")) return;
    this.#isBlocked = false;
    this.flush();
  }

  closed(reason: CloseReason | undefined): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancelTimer?.();
    this.#pace?.stop();
    this.#outbox.clear();
    this.authenticated();
    this.#around.closed?.(this);
    queueMicrotask(() => this.#calling(() => this.handler?.closed(reason)));
  }

  /** A fault above ends this connection, not the process. */
  #calling(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      this.#around.log.error({ event: "connection-handler-failed", remote: this.remoteAddress, error });
      this.cut("internal-error");
    }
  }
}

/** Callbacks of the socket as it was accepted. After an upgrade it is the raw half, and the secure one speaks. */
export const plainHandlers: NativeHandlers<TcpConnection | undefined> = {
  data: (socket, bytes) => socket.data?.received(bytes, "plain"),
  end: (socket) => socket.data?.end(),
  drain: (socket) => socket.data?.writable("plain"),
  close: (socket, error) => socket.data?.closed(error === undefined ? undefined : "reset"),
  error: (socket) => socket.data?.cut("reset"),
};

const securedHandlers: NativeHandlers<TcpConnection | undefined> = {
  data: (socket, bytes) => socket.data?.received(bytes, "secure"),
  end: (socket) => socket.data?.end(),
  drain: (socket) => socket.data?.writable("secure"),
  handshake: (socket, ok) => socket.data?.handshakeDone(ok),
  serverName: (_, name, socket) => socket.data?.contextFor(name),
  close: (socket, error) => socket.data?.closed(error === undefined ? undefined : "reset"),
  error: (socket) => socket.data?.cut("tls-failed"),
};
