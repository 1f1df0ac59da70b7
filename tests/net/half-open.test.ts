/** A thousand connections from one address that never authenticate. */
import { afterEach, expect, test } from "bun:test";
import { connect } from "node:net";
import { join } from "node:path";
import { aMoment, plainClient, tlsClient, until } from "../support/network/listening-trial.ts";
import { usageOf } from "../support/process/processes.ts";

const CALLERS = 1000;
const ADMITTED = 500;
/** The beginning of a ClientHello: the server waits for the rest. */
const HELLO = Buffer.from("16030100500100004c0303", "hex");

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const stop of cleanups.splice(0)) stop();
});

async function startListener() {
  const cmd = [process.execPath, join(import.meta.dir, "half-open-listener.ts"), String(ADMITTED)];
  const server = Bun.spawn({ cmd, stdin: "pipe", stdout: "pipe", stderr: "inherit" });
  cleanups.push(() => server.kill());
  const { value } = await server.stdout.getReader().read();
  return { server, port: Number(Buffer.from(value ?? []).toString()) };
}

/** Connects from another address, completes the handshake, and gets an echo. */
async function expectServed(port: number): Promise<void> {
  const { socket, received } = tlsClient(port, {
    socket: connect({ port, host: "127.0.0.1", localAddress: "127.0.0.2" }),
  });
  socket.write("hello");
  await until(() => received() === "hello", received);
  socket.destroy();
}

test.skipIf(process.platform !== "linux")(
  "half of them are accepted, use little memory, do not block others, and are closed after the login time",
  async () => {
    const { server, port } = await startListener();
    await expectServed(port);
    const before = usageOf(server.pid).rss;
    const flood = Array.from({ length: CALLERS }, () => plainClient(port));
    for (const { socket } of flood) socket.write(HELLO);
    const closed = (): number => flood.filter(({ hasClosed }) => hasClosed()).length;
    await until(() => closed() === CALLERS - ADMITTED, closed);
    await expectServed(port);
    await aMoment();
    expect(closed()).toBe(CALLERS - ADMITTED);
    const each = (usageOf(server.pid).rss - before) / ADMITTED;
    expect(each).toBeLessThan(40_000);
    server.stdin.write("\n");
    server.stdin.flush();
    await until(() => closed() === CALLERS, closed);
    await expectServed(port);
  },
);
