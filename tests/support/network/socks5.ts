/** RFC 1928: a raw connection to the SOCKS5 proxy. */
import { Wire } from "../client/wire.ts";
import type { TestServer } from "../server.ts";

export interface Socks5Client {
  sends(bytes: string | Uint8Array): void;
  /** The next `length` bytes. Rejects when the connection ends before, or after five seconds. */
  receives(length: number): Promise<Buffer>;
  /** Resolves with the bytes not yet taken when the other side has closed. */
  readonly closed: Promise<Buffer>;
  leaves(): void;
}

const GREETING = Uint8Array.of(5, 1, 0);

export const request = (name: string, { command = 1, type = 3, port = 0 } = {}): Uint8Array =>
  Uint8Array.of(5, command, 0, type, name.length, ...Buffer.from(name), port >> 8, port & 255);

export async function socks5(server: TestServer): Promise<Socks5Client> {
  let received = Buffer.alloc(0);
  let changed = (): void => {};
  const { promise: over, resolve: isOver } = Promise.withResolvers<void>();
  let hasEnded = false;
  const bytes = (chunk: Uint8Array): void => {
    received = Buffer.concat([received, chunk]);
    changed();
  };
  const closed = (): void => {
    hasEnded = true;
    changed();
    isOver();
  };
  const port = Number(server.server.listening.proxy?.split(":").at(-1));
  const wire = await Wire.connect("127.0.0.1", port, { bytes, closed });
  const take = (length: number): Buffer => {
    const taken = received.subarray(0, length);
    received = received.subarray(length);
    return taken;
  };
  return {
    sends: (data) => wire.send(data),
    receives: (length) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`received only ${received.length} of ${length}`)), 5000);
        changed = () => {
          if (received.length < length && !hasEnded) return;
          clearTimeout(timer);
          if (received.length >= length) resolve(take(length));
          else reject(new Error("the connection ended"));
        };
        changed();
      }),
    closed: over.then(() => received),
    leaves: () => wire.end(),
  };
}

/** A client connected through the proxy to this name. */
export async function connectedTo(server: TestServer, name: string): Promise<Socks5Client> {
  const client = await socks5(server);
  client.sends(GREETING);
  await client.receives(2);
  client.sends(request(name));
  const reply = await client.receives(7 + name.length);
  if (reply[1] !== 0) throw new Error(`refused: ${reply.toString("hex")}`);
  return client;
}
