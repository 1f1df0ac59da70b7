/** A TCP listener that notes its events, and plain and TLS clients to connect to it. */
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import type { Clock } from "../../../src/clock.ts";
import type { Connection, TcpLimits } from "../../../src/net/connection.ts";
import { type ConnectionBounds, ConnectionLimits } from "../../../src/net/connection-limits.ts";
import { listenTcp } from "../../../src/net/tcp-listener.ts";
import type { TlsContext } from "../../../src/net/tls-context.ts";
import { memoryLog } from "../in-memory/memory-log.ts";

export interface ListeningOptions {
  readonly tls: TlsContext;
  /** Direct TLS with this protocol name. */
  readonly alpn?: string;
  readonly asksForCertificate?: boolean;
  readonly host?: string;
  readonly limits?: Partial<TcpLimits>;
  readonly connectionLimits?: Partial<ConnectionBounds>;
  readonly clock?: Clock;
  /** Called with received text; echoes it by default. */
  readonly onText?: (connection: Connection, text: string) => void;
}

/** Listens on a free port. `notes` lists the events of connections in order: "accepted", "secured", text, "closed …". */
export function listenForTest({
  tls,
  alpn,
  asksForCertificate = false,
  host = "127.0.0.1",
  ...rest
}: ListeningOptions) {
  const { limits = {}, clock, onText } = rest;
  const notes: string[] = [];
  const connections: Connection[] = [];
  const log = memoryLog();
  const connectionLimits = new ConnectionLimits({ connections: 100, pendingPerNetwork: 100, ...rest.connectionLimits });
  const accept = (connection: Connection) => {
    notes.push("accepted");
    connections.push(connection);
    return {
      secured: () => void notes.push("secured"),
      data: (bytes: Uint8Array) => {
        const text = Buffer.from(bytes).toString();
        notes.push(text.length > 40 ? `${text.length} bytes` : text);
        (onText ?? ((peer, received) => peer.send(received)))(connection, text);
      },
      closed: (reason?: string) => void notes.push(`closed ${reason ?? "in order"}`),
    };
  };
  const direct = alpn === undefined ? {} : { directTls: { alpn } };
  const time = clock === undefined ? {} : { clock };
  const { port, stop } = listenTcp({
    address: { host, port: 0 },
    tls,
    asksForCertificate,
    ...direct,
    accept,
    connectionLimits,
    log,
    limits,
    ...time,
  });
  return { port, stop, notes, connections, log, connectionLimits };
}

/** A client that collects received bytes. */
export interface RawClient<Kind extends Socket> {
  readonly socket: Kind;
  readonly received: () => string;
  readonly hasClosed: () => boolean;
}

function collecting<Kind extends Socket>(socket: Kind): RawClient<Kind> {
  const chunks: Buffer[] = [];
  let isClosed = false;
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.on("error", () => undefined); // observed at the server
  socket.on("close", () => {
    isClosed = true;
  });
  return { socket, received: () => Buffer.concat(chunks).toString(), hasClosed: () => isClosed };
}

export const plainClient = (
  port: number,
  options: { allowHalfOpen?: boolean; host?: string } = {},
): RawClient<Socket> => collecting(connectTcp({ host: "127.0.0.1", port, ...options }));

export const tlsClient = (
  port: number,
  options: {
    servername?: string;
    ALPNProtocols?: string[];
    maxVersion?: "TLSv1.2" | "TLSv1.3";
    session?: Buffer;
    socket?: Socket;
  } = {},
): RawClient<TLSSocket> => collecting(connectTls({ host: "127.0.0.1", port, rejectUnauthorized: false, ...options }));

/** Waits until the condition is true. Throws with `describe()` after twenty seconds. */
export async function until(condition: () => boolean, describe: () => unknown = () => ""): Promise<void> {
  const end = performance.now() + 20_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`the condition is still false: ${JSON.stringify(describe())}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** A short real time, after which something that must not happen would have happened. */
export const aMoment = (): Promise<void> => Bun.sleep(30);

/** The output of `openssl s_client` with this input. */
export async function sClient(port: number, options: string, input = ""): Promise<string> {
  const cmd = ["openssl", "s_client", "-connect", `127.0.0.1:${port}`, ...options.split(" ")];
  const client = Bun.spawn({ cmd, stdin: Buffer.from(input), stdout: "pipe", stderr: "pipe" });
  const [out, err] = await Promise.all([new Response(client.stdout).text(), new Response(client.stderr).text()]);
  await client.exited;
  return out + err;
}
