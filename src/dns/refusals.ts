/** Finds name servers for which Bun's resolver would wait until its timeout: they are not there, or close a connection within an answer. */
import { createSocket } from "node:dgram";
import { connect, isIP } from "node:net";
import { type Question, queryOf } from "./question.ts";

/** RFC 1035 §4.1.1: the answer does not fit into a datagram. */
const TRUNCATED = 0x02;
/** RFC 1035 §4.2.2: the length before a message over TCP. */
const LENGTH_BYTES = 2;

/**
 * Sends the question to each of `servers` ("192.0.2.53", "[2001:db8::53]:5353") and calls `refused` with each that is not
 * reachable, or cuts its answer. What is returned ends that; `refused` is not called afterwards.
 */
export function probeForRefusals(
  servers: readonly string[],
  question: Question,
  refused: (server: string) => void,
): () => void {
  const ends = servers.map((server) => probe(addressOf(server), queryOf(question), () => refused(server)));
  return () => {
    for (const end of ends) end();
  };
}

interface Address {
  readonly host: string;
  readonly port: number;
}

function probe(address: Address, query: Uint8Array, refused: () => void): () => void {
  const socket = createSocket(isIP(address.host) === 6 ? "udp6" : "udp4");
  let isOpen = true;
  let endTcp = (): void => {};
  const close = (): void => {
    if (isOpen) socket.close();
    isOpen = false;
  };
  // Only a connected socket reports ICMP errors.
  socket.once("error", () => {
    if (!isOpen) return;
    close();
    refused();
  });
  socket.once("message", (answer) => {
    if (!isOpen) return;
    close();
    if (((answer[2] ?? 0) & TRUNCATED) !== 0) endTcp = probeOverTcp(address, query, refused);
  });
  socket.once("connect", () => {
    if (isOpen) socket.send(query);
  });
  socket.connect(address.port, address.host);
  socket.unref();
  return () => {
    close();
    endTcp();
  };
}

/** Only what ends within an answer counts: Bun's resolver notices by itself where there is no connection, and no answer at all. */
function probeOverTcp({ port, host }: Address, query: Uint8Array, cut: () => void): () => void {
  const socket = connect(port, host);
  let received = Buffer.alloc(0);
  let isOpen = true;
  const end = (): void => {
    isOpen = false;
    socket.destroy();
  };
  socket.once("connect", () => {
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt16BE(query.length);
    socket.write(Buffer.concat([length, query]));
  });
  socket.on("data", (bytes: Buffer) => {
    received = Buffer.concat([received, bytes]);
    if (received.length >= LENGTH_BYTES && received.length >= LENGTH_BYTES + received.readUInt16BE()) end();
  });
  socket.on("error", () => {});
  socket.once("close", () => {
    if (isOpen && received.length > 0) cut();
  });
  socket.unref();
  return end;
}

function addressOf(server: string): Address {
  const [, bracketed, v4, port] = /^(?:\[(.+)\]|([0-9.]+))(?::(\d+))?$/.exec(server) ?? [];
  return { host: bracketed ?? v4 ?? server, port: Number(port ?? 53) };
}
