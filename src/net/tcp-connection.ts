/** A TCP connection over Bun's native socket, with STARTTLS and direct TLS. */
import type { Clock } from "../clock.ts";
import type { Logger } from "../log.ts";
import type { CloseReason, Connection, ConnectionHandler, TcpLimits, TlsInfo } from "./connection.ts";
import { freeMemory } from "./free-memory.ts";
import type { NativeHandlers, NativeSocket } from "./native-socket.ts";
import { ReadThrottle } from "./rate-limit.ts";
import { SendBuffer } from "./send-buffer.ts";
import type { ServedCertificate } from "./tls-context.ts";
import { contextOf, handshakeAs, isHandshakeDone, type ServerRole, type TlsRole, tlsInfoOf } from "./tls-handshake.ts";

/** Shared by all connections of a listener. */
export interface TcpConnectionDeps extends TcpLimits {
  /** Undefined where it is never under TLS. */
  readonly role: TlsRole | undefined;
  readonly log: Logger;
  readonly clock: Clock;
  /** Called once, when the peer is authenticated or the connection is closed. */
  readonly noLongerPending?: (connection: TcpConnection) => void;
  /** Called once, when the connection is closed. */
  readonly closed?: (connection: TcpConnection) => void;
}

/** The native socket before the TLS upgrade, and the one after it. */
type Half = "plain" | "secure";

interface TlsStart {
  readonly alpn: Buffer | undefined;
  /** What has been read of the handshake already. */
  readonly received?: Uint8Array;
}

/** What has been read of a handshake already, and what its ClientHello has changed of the role. */
export interface PeekedHello {
  readonly received: Uint8Array;
  readonly role?: Partial<Pick<ServerRole, "certificates" | "asksForCertificate">>;
}
type Stage = Half | "starting" | "handshake";

export class TcpConnection implements Connection {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localPort: number;
  tls: TlsInfo | undefined;
  handler: ConnectionHandler | undefined;
  #socket: NativeSocket<TcpConnection | undefined>;
  #deps: TcpConnectionDeps;
  readonly #buffer = new SendBuffer();
  #stage: Stage = "plain";
  /** Until the handshake begins. */
  #tlsStart: TlsStart | undefined;
  #role: TlsRole | undefined;
  /** The one that is served. */
  #certificate: ServedCertificate | undefined;
  #drainCallbacks: (() => void)[] = [];
  #isBlocked = false;
  #isFlushDue = false;
  #isEnding = false;
  #isPending = true;
  #isClosed = false;
  #isPaused = false;
  #throttle: ReadThrottle | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(socket: NativeSocket<TcpConnection | undefined>, remoteAddress: string, deps: TcpConnectionDeps) {
    this.#socket = socket;
    this.#deps = deps;
    this.#role = deps.role;
    this.remoteAddress = remoteAddress;
    this.remotePort = socket.remotePort;
    this.localPort = socket.localPort;
    this.#applyLimits();
  }

  #applyLimits(): void {
    const { reading, clock, idleMs } = this.#deps;
    this.#throttle = reading && new ReadThrottle(reading, clock, () => this.#read());
    if (Number.isFinite(idleMs)) this.#socket.setKeepAlive(true, idleMs);
  }

  /** From now on its limits are those of `deps`, where it counts as pending; for the former ones it is closed. The TLS role stays. */
  moveTo(deps: TcpConnectionDeps): void {
    this.authenticated();
    this.#deps.closed?.(this);
    this.#throttle?.stop();
    this.#deps = deps;
    this.#isPending = true;
    this.#applyLimits();
  }

  /** Another handler takes what follows, `bytes` first; TLS is done. */
  handOver(handler: ConnectionHandler, bytes: Uint8Array): void {
    this.handler = handler;
    handler.secured?.();
    this.received(bytes, "secure");
  }

  send(data: string | Uint8Array): void {
    if (this.#isClosed || this.#isEnding || data.length === 0) return;
    this.#buffer.add(data);
    // What the kernel takes at once is not kept.
    if (this.#buffer.bytes > this.#deps.unsentBytes) this.flush();
    if (this.#buffer.bytes > this.#deps.unsentBytes) this.cut("overflow");
    this.#flushSoon();
  }

  get unsent(): number {
    return this.#buffer.bytes;
  }

  whenDrained(callback: () => void): void {
    this.#drainCallbacks.push(callback);
    this.#flushSoon();
  }

  /** At the end of this callback of the event loop, and behind whatever has been planned for it before (session/session-journal.ts). */
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
    this.#isBlocked = !this.#buffer.flush((data) => this.#socket.write(data));
    if (this.#isBlocked) return;
    if (this.#stage === "starting") this.#upgrade();
    else if (this.#isEnding) this.#socket.shutdown();
    for (const callback of this.#drainCallbacks.splice(0)) setImmediate(() => this.#guarded(callback));
  }

  startTls(): void {
    this.#startTls({ alpn: undefined });
  }

  /** Direct TLS (XEP-0368): the handshake starts with the connection's first byte. */
  startDirectTls(alpn: Buffer | undefined, peeked?: PeekedHello): void {
    if (peeked?.role && this.#role?.isServer) this.#role = { ...this.#role, ...peeked.role };
    this.#startTls({ alpn, ...(peeked ? { received: peeked.received } : {}) });
  }

  #startTls(start: TlsStart): void {
    if (this.#isClosed || this.#isEnding) return;
    if (this.#stage !== "plain") throw new Error("TLS has been started already");
    this.#stage = "starting";
    this.#tlsStart = start;
    this.#cancelTimer = this.#deps.clock.after(this.#deps.handshakeTimeoutMs, () => this.cut("handshake-timeout"));
    this.flush();
  }

  #upgrade(): void {
    this.#stage = "handshake";
    const role = this.#role;
    const start = this.#tlsStart;
    this.#tlsStart = undefined;
    if (role === undefined || start === undefined) return this.cut("internal-error");
    if (role.isServer) this.#certificate = role.certificates.certificateFor(undefined);
    const [, secure] = this.#socket.upgradeTLS<TcpConnection | undefined>({
      ...handshakeAs(role, this.#certificate, start),
      data: this,
      socket: securedHandlers,
    });
    this.#socket = secure;
  }

  authenticated(): void {
    if (!this.#isPending) return;
    this.#isPending = false;
    this.#deps.noLongerPending?.(this);
  }

  pause(): void {
    this.#isPaused = true;
    this.#read();
  }

  resume(): void {
    this.#isPaused = false;
    this.#read();
  }

  /** Reads, unless it is paused or throttled; a handshake is always read. */
  #read(): void {
    if (this.#isClosed || this.#stage === "handshake") return;
    if (this.#isPaused || this.#throttle?.isPaused) this.#socket.pause();
    else this.#socket.resume();
  }

  end(): void {
    if (this.#isClosed || this.#isEnding) return;
    // During a handshake nothing can be sent.
    if (this.#stage === "plain" || this.#stage === "secure") this.#end();
    else this.destroy();
  }

  #end(): void {
    this.#isEnding = true;
    this.resume(); // or the peer's FIN would not be read
    this.#cancelTimer = this.#deps.clock.after(this.#deps.closeTimeoutMs, () => this.cut(undefined));
    this.#flushSoon();
  }

  destroy(): void {
    this.cut(undefined);
  }

  /** Closes at once; `reason` is for the handler. */
  cut(reason: CloseReason | undefined): void {
    this.closed(reason);
    this.#socket.terminate();
  }

  /** SNI (RFC 6066 §3): the context of the certificate for the name. */
  contextFor(serverName: string): unknown {
    const role = this.#role;
    if (!role?.isServer) return undefined;
    this.#certificate = role.certificates.certificateFor(serverName);
    return contextOf(role, this.#certificate);
  }

  /** After an upgrade the plain half goes on to receive, ciphertext. */
  received(bytes: Uint8Array, half: Half): void {
    if (this.#isClosed || this.#stage !== half) return freeMemory(bytes);
    this.#throttle?.read(bytes.length);
    this.#guarded(() => this.handler?.data(bytes));
  }

  handshakeDone(ok: boolean): void {
    // Bun's `ok` includes the name in a server's certificate, which the layers above verify.
    if (!ok && !isHandshakeDone(this.#socket)) this.closed("handshake-failed");
    if (this.#isClosed) return;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#stage = "secure";
    this.#read();
    this.tls = this.#role && tlsInfoOf(this.#socket, this.#role, this.#certificate?.endPoint);
    this.#guarded(() => this.handler?.secured?.());
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
    this.#throttle?.stop();
    this.#buffer.clear();
    this.authenticated();
    this.#deps.closed?.(this);
    queueMicrotask(() => this.#guarded(() => this.handler?.closed(reason)));
  }

  /** An error of the handler ends this connection, and not the process. */
  #guarded(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      this.#deps.log.error({ event: "connection-handler-failed", remote: this.remoteAddress, error });
      this.cut("internal-error");
    }
  }
}

/** For the socket as it was accepted or dialled: the plain half. After an upgrade, the secure half sends and receives. */
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
