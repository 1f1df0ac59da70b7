/** The address of this machine in its own network: the one to which a router forwards ports. */
import { createSocket } from "node:dgram";

/** Of the interface that leads to the Internet; undefined where none does. Nothing is sent. */
export function localAddress(): Promise<string | undefined> {
  const socket = createSocket("udp4");
  return new Promise((resolve) => {
    const answer = (address: string | undefined): void => {
      socket.close();
      resolve(address);
    };
    socket.once("error", () => answer(undefined));
    // Connecting a datagram socket makes the system choose the way and the source address; 192.0.2.1 is RFC 5737's.
    socket.connect(9, "192.0.2.1", () => answer(socket.address().address));
  });
}
