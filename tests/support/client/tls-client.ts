/** A client of bare bytes under TLS, with the ALPN protocols that a test chooses. */
import { once } from "node:events";
import { connect, type TLSSocket } from "node:tls";

export interface TlsClient {
  readonly socket: TLSSocket;
  /** What has come so far. */
  readonly received: () => Buffer;
  /** Resolves once what has come satisfies it; rejects when the connection closes before. */
  arrives(isThere: (received: Buffer) => boolean): Promise<Buffer>;
  readonly closed: Promise<void>;
}

export interface TlsClientOptions {
  readonly port: number;
  /** Empty: no ALPN. */
  readonly protocols?: readonly string[];
  readonly serverName?: string;
  readonly localAddress?: string;
}

/** Resolves after the handshake; rejects where there is none. */
export async function connectTls(options: TlsClientOptions): Promise<TlsClient> {
  const { port, protocols = [], serverName = "localhost", localAddress } = options;
  const socket = connect({
    host: "127.0.0.1",
    port,
    servername: serverName,
    rejectUnauthorized: false,
    ...(localAddress ? { localAddress } : {}),
    ...(protocols.length > 0 ? { ALPNProtocols: [...protocols] } : {}),
  });
  const chunks: Buffer[] = [];
  const received = (): Buffer => Buffer.concat(chunks);
  const waiting = new Set<() => void>();
  socket.on("data", (bytes: Buffer) => {
    chunks.push(bytes);
    for (const look of waiting) look();
  });
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  await once(socket, "secureConnect");
  socket.on("error", () => undefined);
  const arrives: TlsClient["arrives"] = (isThere) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (isThere(received())) resolve(received());
      };
      waiting.add(look);
      void closed.then(() => reject(new Error(`closed after: ${received()}`)));
      look();
    });
  return { socket, received, arrives, closed };
}
