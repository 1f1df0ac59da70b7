/** RFC 6887 §14.1, RFC 6886 §3.2.1: a router says that it has begun anew, or that its address has changed. */
import { createSocket } from "node:dgram";

const PORT = 5350;
const GROUP = "224.0.0.1";
const VERSIONS: ReadonlySet<number | undefined> = new Set([0, 2]);
/** An answer to opcode 0: ANNOUNCE of PCP, the external address of NAT-PMP. */
const OPCODE = 0x80;
const MAX_BYTES = 1100;

/** Calls `heard` with the address that an announcement comes from, which anybody in the network may send. Returns what ends it. */
export function listenForAnnouncements(heard: (from: string) => void, port = PORT): () => void {
  const socket = createSocket({ type: "udp4", reuseAddr: true });
  let isClosed = false;
  // Another program may have the port to itself: then nothing is heard, and the ports are asked for again in time.
  socket.on("error", () => close());
  socket.on("message", (bytes, { address }) => {
    if (bytes.length <= MAX_BYTES && VERSIONS.has(bytes[0]) && bytes[1] === OPCODE) heard(address);
  });
  socket.bind(port, () => {
    // Every host is in this group already; some systems want to be told.
    try {
      socket.addMembership(GROUP);
    } catch {}
  });
  socket.unref();
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    socket.close();
  };
  return close;
}
