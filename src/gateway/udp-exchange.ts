/** A question by UDP to one address, asked again until it is answered. */
import { createSocket } from "node:dgram";

export interface UdpTarget {
  /** With its zone where it is link-local. */
  readonly address: string;
  readonly port: number;
  /** The address of this machine to ask from; undefined leaves it to the routes. */
  readonly from?: string | undefined;
}

export interface Patience {
  /** Milliseconds until a question is asked again, doubled each time. */
  readonly firstWaitMs: number;
  readonly tries: number;
}

/** Whether anybody is there: RFC 6886 §3.1, without its last minutes. */
const LOOKING: Patience = { firstWaitMs: 250, tries: 4 };
/** What is work for a router: one that is slow would have more of it from each question that is asked again (RFC 6887 §8.1.1). */
export const WORKING: Patience = { firstWaitMs: 1000, tries: 3 };

/**
 * The first answer that `read` takes. The socket is connected, so that the system drops what comes from elsewhere; `read` returns
 * undefined for what is no answer to this question, and may throw. Resolves with undefined where nothing comes within about four
 * seconds, or as long as `patience` says.
 */
export function ask<Answer>(
  { address, port, from }: UdpTarget,
  question: Uint8Array,
  read: (answer: Uint8Array) => Answer | undefined,
  patience = LOOKING,
): Promise<Answer | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer | undefined>();
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  let timer: NodeJS.Timeout | undefined;
  const settle = (act: () => void): void => {
    clearTimeout(timer);
    socket.removeAllListeners();
    // An ICMP error that comes late is nobody's.
    socket.on("error", () => {});
    socket.close();
    act();
  };
  const send = (triesLeft: number, waitMs: number): void => {
    if (triesLeft === 0) return settle(() => resolve(undefined));
    // Bun throws for an earlier packet's ICMP error: the next try sends again.
    try {
      socket.send(question, () => {});
    } catch {}
    timer = setTimeout(() => send(triesLeft - 1, waitMs * 2), waitMs);
  };
  socket.once("error", () => settle(() => resolve(undefined)));
  socket.on("message", (bytes) => {
    try {
      const answer = read(bytes);
      if (answer !== undefined) settle(() => resolve(answer));
    } catch (error) {
      settle(() => reject(error));
    }
  });
  const connect = (): void => {
    try {
      socket.connect(port, address, () => send(patience.tries, patience.firstWaitMs));
    } catch {
      settle(() => resolve(undefined));
    }
  };
  if (from === undefined) connect();
  else socket.bind(0, from, connect);
  return promise;
}
