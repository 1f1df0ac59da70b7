/** A TCP relay that cuts each connection after a number of bytes. */
import { connect, createServer, type Socket } from "node:net";

export interface FlakyRelay extends AsyncDisposable {
  readonly port: number;
  /** How many connections have been cut. */
  readonly cuts: number;
  /** From now on no connection is cut. */
  stopCutting(): void;
}

/** `bytesUntilCut` is called for each connection: how many bytes it relays, in both directions, before it is cut. */
export async function flakyRelay(target: () => number, bytesUntilCut: () => number): Promise<FlakyRelay> {
  const open = new Set<Socket>();
  let cuts = 0;
  let hasStopped = false;
  const server = createServer((near) => {
    const far = connect({ host: "127.0.0.1", port: target() });
    let bytesLeft = bytesUntilCut();
    const destroy = (): void => {
      near.destroy();
      far.destroy();
    };
    const relay =
      (to: Socket) =>
      (bytes: Buffer): void => {
        bytesLeft -= bytes.length;
        if (bytesLeft > 0 || hasStopped) return void to.write(bytes);
        cuts += 1;
        // Cut in the middle of the bytes, as a broken cable does.
        to.write(bytes.subarray(0, bytes.length / 2), destroy);
      };
    near.on("data", relay(far));
    far.on("data", relay(near));
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", destroy);
      socket.on("close", () => {
        open.delete(socket);
        destroy();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    port: (server.address() as { port: number }).port,
    get cuts() {
      return cuts;
    },
    stopCutting: () => {
      hasStopped = true;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
