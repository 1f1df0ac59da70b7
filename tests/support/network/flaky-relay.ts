/** A TCP relay that cuts each connection after a number of bytes. */
import { connect, createServer, type Socket } from "node:net";

export interface FlakyRelay extends AsyncDisposable {
  readonly port: number;
  /** How many connections have been cut. */
  readonly cuts: number;
  /** From now on nothing is cut. */
  stopCutting(): void;
}

/** `bytesUntilCut`: asked for each connection, how much it carries before it is cut, in whichever direction. */
export async function flakyRelay(target: () => number, bytesUntilCut: () => number): Promise<FlakyRelay> {
  const open = new Set<Socket>();
  let cuts = 0;
  let isHealed = false;
  const server = createServer((near) => {
    const far = connect({ host: "127.0.0.1", port: target() });
    let left = bytesUntilCut();
    const destroy = (): void => {
      near.destroy();
      far.destroy();
    };
    const pass =
      (to: Socket) =>
      (bytes: Buffer): void => {
        left -= bytes.length;
        if (left > 0 || isHealed) return void to.write(bytes);
        cuts += 1;
        // As a cable does: somewhere in the middle of what was said.
        to.write(bytes.subarray(0, bytes.length / 2), destroy);
      };
    near.on("data", pass(far));
    far.on("data", pass(near));
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
      isHealed = true;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
