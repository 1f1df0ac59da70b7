/** A remote server scripted by a test over an in-memory connection, whoever opens it. */
import type { Connection, ConnectionHandler, TlsInfo } from "../../../src/net/connection.ts";

/** The other end of a connection of ours. */
export interface ScriptedPeer {
  /** Everything that was said to it so far. */
  received(): string;
  /** What was said since the last call of this. */
  receives(): string;
  sends(text: string): void;
  /** Its connection breaks. */
  breaks(): void;
  /** From now on it takes nothing of what it is sent, until it does again. */
  stopsReading(): void;
  resumesReading(): void;
  /** We do not read what it says. */
  readonly isPaused: boolean;
  readonly isClosed: boolean;
}

export interface ScriptedConnection {
  /** What its certificate is valid for. */
  readonly certified: readonly string[];
  /** Under TLS from the start. */
  readonly isSecured: boolean;
  readonly ports: { readonly local: number; readonly remote: number };
  readonly accept: (connection: Connection) => ConnectionHandler;
}

const quiet = (): void => {};

export function connectionTo({ certified, isSecured, ports, accept }: ScriptedConnection): {
  readonly connection: Connection;
  readonly peer: ScriptedPeer;
} {
  const facts: TlsInfo = {
    version: "TLSv1.3",
    serverName: undefined,
    alpn: undefined,
    exporter: () => undefined,
    endPoint: undefined,
    peerChain: certified.map((name) => new Uint8Array(Buffer.from(name))),
  };
  let heard = "";
  let read = 0;
  let tls = isSecured ? facts : undefined;
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
      if (!isClosed) heard += typeof data === "string" ? data : Buffer.from(data).toString();
    },
    flush: quiet,
    whenDrained: (callback) => {
      if (isReading) queueMicrotask(callback);
      else waiting.push(callback);
    },
    startTls: () => {
      tls = facts;
      queueMicrotask(() => handler.secured?.());
    },
    authenticated: quiet,
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
    received: () => heard,
    receives: () => {
      const fresh = heard.slice(read);
      read = heard.length;
      return fresh;
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
