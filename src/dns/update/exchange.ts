/** RFC 7766: one message over TCP, and its answer. */
import { createConnection } from "node:net";
import { u16 } from "./message.ts";

/** Resolves with the first message that comes. Rejects where none comes in time. `server` is an address or a name. */
export function exchange(server: { host: string; port: number }, message: Buffer, timeoutMs: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const socket = createConnection(server);
  let received = Buffer.alloc(0);
  const timer = setTimeout(() => socket.destroy(new Error("no answer in time")), timeoutMs);
  socket.once("connect", () => socket.write(Buffer.concat([u16(message.length), message])));
  socket.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    const length = received.length < 2 ? Number.POSITIVE_INFINITY : received.readUInt16BE(0);
    if (received.length < 2 + length) return;
    resolve(received.subarray(2, 2 + length));
    socket.destroy();
  });
  socket.once("error", reject);
  socket.once("close", () => {
    clearTimeout(timer);
    reject(new Error("the connection was closed without an answer"));
  });
  return promise;
}
