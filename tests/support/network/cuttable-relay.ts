/** A TCP relay whose connections a test cuts, as a phone does when it loses its network. */
import { connect, createServer, type Socket } from "node:net";

export interface CuttableRelay extends Disposable {
  readonly port: number;
  /** Resets open connections, and refuses new ones until restore(). */
  cut(): void;
  restore(): void;
}

/** Relays a loopback port to the port `to`. */
export async function cuttableRelay(to: number): Promise<CuttableRelay> {
  const open = new Set<Socket>();
  let isCut = false;
  const cut = (): void => {
    isCut = true;
    for (const socket of open) socket.resetAndDestroy();
    open.clear();
  };
  const server = createServer((near) => {
    if (isCut) return void near.resetAndDestroy();
    const far = connect(to, "127.0.0.1");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => open.delete(one));
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as { port: number }).port,
    cut,
    restore: () => {
      isCut = false;
    },
    [Symbol.dispose]: () => {
      cut();
      server.close();
    },
  };
}
