/** A remote server scripted by a test over an in-memory connection, incoming or outgoing. */
import type { Connection, ConnectionHandler, TlsInfo } from "../../../src/net/connection.ts";

/** The remote end of a connection. */
export interface ScriptedPeer {
  /** Everything received so far. */
  received(): string;
  /** Everything received since the last call. */
  receives(): string;
  sends(text: string): void;
  /** Closes the connection. */
  breaks(): void;
  /** Stops reading until resumesReading(). */
  stopsReading(): void;
  resumesReading(): void;
  /** Whether the server has paused reading from it. */
  readonly isPaused: boolean;
  readonly isClosed: boolean;
}

export interface ScriptedConnection {
  /** The domains of its certificate. */
  readonly certified: readonly string[];
  /** Whether it is under TLS from the start. */
  readonly isSecured: boolean;
  readonly ports: { readonly local: number; readonly remote: number };
  readonly accept: (connection: Connection) => ConnectionHandler;
}

const ignore = (): void => {};

export function connectionTo({ certified, isSecured, ports, accept }: ScriptedConnection): {
  readonly connection: Connection;
  readonly peer: ScriptedPeer;
} {
  const tlsInfo: TlsInfo = {
    version: "TLSv1.3",
    serverName: undefined,
    alpn: undefined,
    exporter: () => undefined,
    endPoint: undefined,
    peerChain: certified.map((name) => new Uint8Array(Buffer.from(name))),
  };
  let received = "";
  let read = 0;
  let tls = isSecured ? tlsInfo : undefined;
  let isPaused = false;
  let isClosed = false;
  let isReading = true;
  let waiting: (() => void)[] = [];
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    queueMicrotask(() => handler.closed());
  };
  const connection: Connection = {
    remoteAddress: "192.0.2.1",
    remotePort: ports.remote,
    unsent: 0,
    localPort: ports.local,
    get tls() {
      return tls;
    },
    send: (data) => {
      if (!isClosed) received += typeof data === "string" ? data : Buffer.from(data).toString();
    },
    flush: ignore,
    whenDrained: (callback) => {
      if (isReading) queueMicrotask(callback);
      else waiting.push(callback);
    },
    startTls: () => {
      tls = tlsInfo;
      queueMicrotask(() => handler.secured?.());
    },
    authenticated: ignore,
    pause: () => {
      isPaused = true;
    },
    resume: () => {
      isPaused = false;
    },
    end: close,
    destroy: close,
  };
  const handler = accept(connection);
  const peer: ScriptedPeer = {
    received: () => received,
    receives: () => {
      const unread = received.slice(read);
      read = received.length;
      return unread;
    },
    sends: (text) => {
      if (!isClosed) handler.data(Buffer.from(text));
    },
    breaks: close,
    stopsReading: () => {
      isReading = false;
    },
    resumesReading: () => {
      isReading = true;
      for (const callback of waiting.splice(0)) queueMicrotask(callback);
      waiting = [];
    },
    get isPaused() {
      return isPaused;
    },
    get isClosed() {
      return isClosed;
    },
  };
  return { connection, peer };
}
