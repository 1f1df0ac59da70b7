/** Finds name servers where nothing listens (ICMP port unreachable), which Bun's resolver would query until its timeout. */
import { createSocket } from "node:dgram";
import { isIP } from "node:net";

/** RFC 1035 §4.1: the NS records of the root. Any name server answers; the answer does not matter. */
const QUERY = Uint8Array.of(0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1);

/**
 * Sends one query to each of `servers` ("192.0.2.53", "[2001:db8::53]:5353") and calls `refused` with each that is not
 * reachable. What is returned ends that; `refused` is not called afterwards.
 */
export function probeForRefusals(servers: readonly string[], refused: (server: string) => void): () => void {
  const ends = servers.map((server) => probe(server, () => refused(server)));
  return () => {
    for (const end of ends) end();
  };
}

function probe(server: string, refused: () => void): () => void {
  const { host, port } = addressOf(server);
  const socket = createSocket(isIP(host) === 6 ? "udp6" : "udp4");
  let isOpen = true;
  const end = (): void => {
    if (isOpen) socket.close();
    isOpen = false;
  };
  const settle = (isRefused: boolean): void => {
    if (!isOpen) return;
    end();
    if (isRefused) refused();
  };
  // Only a connected socket reports ICMP errors.
  socket.once("error", () => settle(true));
  socket.once("message", () => settle(false));
  socket.once("connect", () => {
    if (isOpen) socket.send(QUERY);
  });
  socket.connect(port, host);
  socket.unref();
  return end;
}

function addressOf(server: string): { readonly host: string; readonly port: number } {
  const [, bracketed, v4, port] = /^(?:\[(.+)\]|([0-9.]+))(?::(\d+))?$/.exec(server) ?? [];
  return { host: bracketed ?? v4 ?? server, port: Number(port ?? 53) };
}
