/** A TCP relay that connects from another loopback address (127.0.0.0/8 is local on Linux). */
import { connect, createServer, type Socket } from "node:net";
import type { Target } from "../hostile.ts";

export interface Relay extends Target, AsyncDisposable {}

/** A relay to `target` whose connections come from `localAddress`. */
export async function relayFrom(localAddress: string, target: Target): Promise<Relay> {
  const options = target.at("direct");
  const { host, port } = options;
  const pairs = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ host, port, localAddress, allowHalfOpen: true });
    for (const socket of [near, far]) {
      pairs.add(socket);
      socket.on("error", () => socket.destroy()); // observed at the ends
      socket.on("close", () => pairs.delete(socket));
    }
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address() as { port: number };
  return {
    at: () => ({ ...options, port: address.port }),
    [Symbol.asyncDispose]: async () => {
      for (const socket of pairs) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
