/** Name servers where nothing listens: the system hears it by ICMP, but Bun's resolver asks on until its time is over. */
import { createSocket } from "node:dgram";
import { isIP } from "node:net";

/** RFC 1035 §4.1: who serves the root? Any name server has an answer, and what it is does not matter. */
const QUESTION = Uint8Array.of(0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1);

/**
 * Sends each of `servers` ("192.0.2.53", "[2001:db8::53]:5353") one question and calls `heard` with each that refuses it.
 * What is returned ends that; nothing is called afterwards.
 */
export function watchForRefusals(servers: readonly string[], heard: (server: string) => void): () => void {
  const ends = servers.map((server) => watch(server, () => heard(server)));
  return () => {
    for (const end of ends) end();
  };
}

function watch(server: string, refused: () => void): () => void {
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
  // Only a socket that is connected is told of ICMP errors.
  socket.once("error", () => settle(true));
  socket.once("message", () => settle(false));
  socket.once("connect", () => {
    if (isOpen) socket.send(QUESTION);
  });
  socket.connect(port, host);
  socket.unref();
  return end;
}

function addressOf(server: string): { readonly host: string; readonly port: number } {
  const [, bracketed, v4, port] = /^(?:\[(.+)\]|([0-9.]+))(?::(\d+))?$/.exec(server) ?? [];
  return { host: bracketed ?? v4 ?? server, port: Number(port ?? 53) };
}
