/** Accepts connections from other servers, whose whole certificate chain is to be seen. */
import type { TcpListener, TcpListenerOptions } from "./tcp-listener.ts";

/** Listens as `listenTcp` does, over node:net. Rejects with what the system says, with `code`. */
export declare function listenForServers(options: TcpListenerOptions): TcpListener;
