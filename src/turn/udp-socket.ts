/** UDP sockets of which no packet and no peer makes a send throw. */
import { isIPv6 } from "node:net";
import { withoutFragments } from "./dont-fragment.ts";

export interface UdpSocket {
  readonly port: number;
  /** What the kernel does not take is lost, as on the way. `address`: numeric. */
  send(data: Uint8Array, port: number, address: string): void;
  /** The same, in one piece or not at all. */
  sendWhole(data: Uint8Array, port: number, address: string): void;
  close(): void;
}

/** `address` as the system writes it: IPv4-mapped on a socket for both versions. The bytes may be kept. */
export type UdpReceiver = (data: Buffer, port: number, address: string) => void;

/** Binds to a numeric address; port 0 for any free one. Rejects with the error of the system, with `code`. */
export async function openUdpSocket(hostname: string, port: number, received: UdpReceiver): Promise<UdpSocket> {
  let isClosed = false;
  const socket = await Bun.udpSocket({
    hostname,
    port,
    socket: {
      data: (_, data, from, address) => {
        if (!isClosed) received(data, from, address);
      },
      // ICMP errors of any peer come here, without its address; they end nothing.
      error: () => {},
    },
  });
  const trySend = (data: Uint8Array, to: number, address: string): boolean => {
    try {
      socket.send(data, to, address);
      return true;
    } catch (error) {
      // An earlier ICMP error, of whatever peer, is thrown by the next send, and is gone then.
      return (error as { code?: unknown }).code !== "ECONNREFUSED";
    }
  };
  const send: UdpSocket["send"] = (data, to, address) => {
    if (isClosed || to === 0) return;
    if (!trySend(data, to, address)) trySend(data, to, address);
  };
  return {
    port: socket.port,
    send,
    sendWhole: (data, to, address) => {
      // Its descriptor may be somebody else's by then.
      if (isClosed) return;
      // The types of the runtime lack it.
      const { fd = -1 } = socket as { readonly fd?: number };
      withoutFragments(fd, isIPv6(hostname) ? 6 : 4, () => send(data, to, address));
    },
    close: () => {
      if (isClosed) return;
      isClosed = true;
      socket.close();
    },
  };
}
