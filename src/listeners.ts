/** The ports that are listened on, as config.toml says. */
import { parseListener, printListener } from "./config/listener.ts";
import type { Config } from "./config/schema.ts";
import type { Logger } from "./log.ts";
import { Admission, connectionsFor, processLimits } from "./net/admission.ts";
import type { Connection, ConnectionHandler } from "./net/connection.ts";
import { listenTcp, type TcpListener } from "./net/tcp-listener.ts";
import type { TlsContext } from "./net/tls-context.ts";

export interface Listeners {
  /** By the option's name: "client" is "127.0.0.1:5222". Those that are off are not there. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Accepts no more; connections that stand are left alone. */
  stop(): void;
}

export interface ListenerParts {
  readonly config: Config;
  readonly tls: TlsContext;
  readonly acceptClient: (connection: Connection) => ConnectionHandler;
  readonly log: Logger;
}

/** Throws what the system says, with `code` (EADDRINUSE, EACCES) and the option's name in the message. */
export function openListeners({ config, tls, acceptClient, log }: ListenerParts): Listeners {
  const { limits, listen } = config;
  const admission = new Admission({
    connections: Math.min(limits.connections, connectionsFor(processLimits())),
    pendingPerNetwork: limits.logins_per_address,
  });
  const opened: TcpListener[] = [];
  const addresses: Record<string, string> = {};

  const open = (name: "client" | "client_tls", directTls?: { readonly alpn: string }): void => {
    const address = parseListener(listen[name]);
    if (!address) return;
    const bounds = { unsentBytes: limits.unsent };
    const direct = directTls ? { directTls } : {};
    const listener = listenTcp({ address, tls, accept: acceptClient, admission, log, limits: bounds, ...direct });
    opened.push(listener);
    addresses[name] = printListener({ host: address.host, port: listener.port });
  };

  try {
    open("client");
    open("client_tls", { alpn: "xmpp-client" });
  } catch (error) {
    for (const listener of opened) listener.stop();
    throw error;
  }
  return {
    addresses,
    stop: () => {
      for (const listener of opened) listener.stop();
    },
  };
}
