/** Debian's dnsmasq on loopback, with the records that a test gives it. */
import { createSocket } from "node:dgram";
import { openResolver } from "../../../src/dns/resolver.ts";
import { forget, guard } from "../process/processes.ts";

export interface NameServer {
  /** "127.0.0.1:PORT". */
  readonly server: string;
  readonly stop: () => Promise<void>;
}

export const dnsmasq = Bun.which("dnsmasq", { PATH: `${process.env.PATH}:/usr/sbin` });

const TRIES = 5;

/**
 * Starts dnsmasq with these lines of configuration (dnsmasq(8), without the dashes); it refuses all other queries.
 * `port` is a free one by default. Throws where it does not answer.
 */
export async function startDnsmasq(
  lines: readonly string[],
  address = "127.0.0.1",
  port?: number,
): Promise<NameServer> {
  if (port !== undefined) return await startAt(port, lines, address);
  // A port that is free for UDP may be in use for TCP, which it needs as well.
  for (let triesLeft = TRIES; ; triesLeft -= 1) {
    try {
      return await startAt(await freePort(address), lines, address);
    } catch (error) {
      if (triesLeft === 0 || !String(error).includes("Address already in use")) throw error;
    }
  }
}

async function startAt(actualPort: number, lines: readonly string[], address: string): Promise<NameServer> {
  if (dnsmasq === null) throw new Error("dnsmasq is not installed");
  const fixed = ["keep-in-foreground", "conf-file=/dev/null", "pid-file", "no-hosts", "no-resolv", "bind-interfaces"];
  const arguments_ = [
    ...fixed,
    `listen-address=${address}`,
    `port=${actualPort}`,
    "txt-record=ready.test,ready",
    ...lines,
  ];
  const process_ = Bun.spawn([dnsmasq, ...arguments_.map((line) => `--${line}`)], { stderr: "pipe" });
  guard(process_.pid);
  const server = `${address}:${actualPort}`;
  const stop = async (): Promise<void> => {
    process_.kill();
    await process_.exited;
    forget(process_.pid);
  };
  if (await hasAnswered(server, process_)) return { server, stop };
  await stop();
  throw new Error(`dnsmasq did not start: ${await new Response(process_.stderr).text()}`);
}

/** Queries until it answers; each query waits by itself. */
async function hasAnswered(server: string, process_: Bun.Subprocess): Promise<boolean> {
  const resolver = openResolver({ servers: [server], timeoutMs: 100 });
  for (let attempt = 0; attempt < 50 && process_.exitCode === null; attempt++)
    if ((await resolver.query("TXT", "ready.test")).state === "found") return true;
  return false;
}

function freePort(address: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const socket = createSocket("udp4");
  socket.once("error", reject);
  socket.bind(0, address, () => {
    const { port } = socket.address();
    socket.close(() => resolve(port));
  });
  return promise;
}

/** The RDATA of a name in hexadecimal, for `dns-rr` (RFC 1035 §3.1). */
export const nameInHex = (name: string): string =>
  Buffer.concat(
    [...name.split("."), ""].map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label)])),
  ).toString("hex");
