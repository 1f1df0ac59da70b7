/** A thousand connections from one address that never authenticate. */
import { afterEach, expect, test } from "bun:test";
import { connect } from "node:net";
import { join } from "node:path";
import { aMoment, plainClient, tlsClient, until } from "../support/network/listening-trial.ts";
import { usageOf } from "../support/process/processes.ts";

const CALLERS = 1000;
const ADMITTED = 500;
/** The beginning of a ClientHello: whoever gets it waits for the rest. */
const HELLO = Buffer.from("16030100500100004c0303", "hex");

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function started() {
  const cmd = [process.execPath, join(import.meta.dir, "half-open-listener.ts"), String(ADMITTED)];
  const server = Bun.spawn({ cmd, stdin: "pipe", stdout: "pipe", stderr: "inherit" });
  stops.push(() => server.kill());
  const { value } = await server.stdout.getReader().read();
  return { server, port: Number(Buffer.from(value ?? []).toString()) };
}

/** A whole connection from another address: hands are shaken, and what is said comes back. */
async function isServed(port: number): Promise<void> {
  const { socket, received } = tlsClient(port, {
    socket: connect({ port, host: "127.0.0.1", localAddress: "127.0.0.2" }),
  });
  socket.write("hello");
  await until(() => received() === "hello", received);
  socket.destroy();
}

test.skipIf(process.platform !== "linux")(
  "half of them are let in, cost little, keep nobody else out, and are cut when their time is over",
  async () => {
    const { server, port } = await started();
    await isServed(port);
    const before = usageOf(server.pid).rss;
    const flood = Array.from({ length: CALLERS }, () => plainClient(port));
    for (const { socket } of flood) socket.write(HELLO);
    const closed = (): number => flood.filter(({ hasClosed }) => hasClosed()).length;
    await until(() => closed() === CALLERS - ADMITTED, closed);
    await isServed(port);
    await aMoment();
    expect(closed()).toBe(CALLERS - ADMITTED);
    const each = (usageOf(server.pid).rss - before) / ADMITTED;
    expect(each).toBeLessThan(40_000);
    server.stdin.write("\n");
    server.stdin.flush();
    await until(() => closed() === CALLERS, closed);
    await isServed(port);
  },
);
