/** Whether somebody answers at an address and port: connects, and says nothing. */
import { Socket } from "node:net";
import { outgoingAddress } from "./own-addresses.ts";

export type ProbeResult = "open" | "refused" | "silent" | "no-route";

const NO_ROUTE: ReadonlySet<unknown> = new Set(["ENETUNREACH", "EHOSTUNREACH", "EADDRNOTAVAIL", "EAFNOSUPPORT"]);

/** `address` is an IP address. Resolves within `timeoutMs`; never rejects. */
export async function probe(address: string, port: number, timeoutMs: number): Promise<ProbeResult> {
  // Where the system has no route, Bun reports a refusal (ECONNREFUSED).
  return (await outgoingAddress(address)) === undefined ? "no-route" : connectTo(address, port, timeoutMs);
}

function connectTo(host: string, port: number, timeoutMs: number): Promise<ProbeResult> {
  const { promise, resolve } = Promise.withResolvers<ProbeResult>();
  const socket = new Socket();
  const timer = setTimeout(() => settle("silent"), timeoutMs);
  const settle = (result: ProbeResult): void => {
    clearTimeout(timer);
    socket.destroy();
    resolve(result);
  };
  socket.once("connect", () => settle("open"));
  socket.on("error", (error: NodeJS.ErrnoException) => {
    if (NO_ROUTE.has(error.code)) settle("no-route");
    else settle(error.code === "ETIMEDOUT" ? "silent" : "refused");
  });
  socket.connect({ host, port });
  return promise;
}
