/** A free port of the loopback address, near a usual one. */

/** The first free port from `usual` on, in steps of ten: 5222, 5232 … Throws where all of a hundred are in use. */
export function freePort(usual: number): number {
  for (let port = usual; port < usual + 1000; port += 10) if (isFree(port)) return port;
  throw new Error(`no port is free from ${usual} on`);
}

function isFree(port: number): boolean {
  try {
    Bun.listen({ hostname: "127.0.0.1", port, socket: { data: () => {} } }).stop(true);
    return true;
  } catch {
    return false;
  }
}
