/** Whether somebody answers at an address and port. */
import { expect, test } from "bun:test";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { probe } from "./tcp-probe.ts";

const LONG = 3_600_000;

async function listening(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((socket) => socket.destroy());
  await once(server.listen(0, "127.0.0.1"), "listening");
  return { server, port: (server.address() as { port: number }).port };
}

test("open where something listens, refused where nothing does any more", async () => {
  const { server, port } = await listening();
  expect(await probe("127.0.0.1", port, LONG)).toBe("open");
  server.close();
  await once(server, "close");
  expect(await probe("127.0.0.1", port, LONG)).toBe("refused");
});

test("no-route where the system has no way to the address", async () => {
  // RFC 4007 §11: of a link-local address without its zone, nothing tells the interface.
  expect(await probe("fe80::1", 9, LONG)).toBe("no-route");
});
