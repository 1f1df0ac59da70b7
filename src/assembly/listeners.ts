/** The ports of XMPP that are listened on, as config.toml says. */
import { parseListener, printListener } from "../config/listener.ts";
import type { Config } from "../config/schema.ts";
import type { Logger } from "../log.ts";
import type { Pausable } from "../net/descriptors.ts";
import type { InheritedSockets } from "../net/inherited-sockets.ts";
import { listenTcp, type TcpListener, type TcpListenerDeps } from "../net/tcp-listener.ts";
import type { TcpService } from "../net/tcp-service.ts";
import type { TlsContext } from "../net/tls-context.ts";
import { ListenError } from "./listen-error.ts";
import type { XmppServices } from "./xmpp-services.ts";

export interface Listeners {
  /** By the option's name: "client" is "127.0.0.1:5222". Listeners that are off are missing. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Accepts no more connections; those that are open stay open. */
  stop(): void;
}

export interface ListenerDeps {
  readonly config: Config;
  readonly tls: TlsContext;
  readonly services: XmppServices;
  /** Listeners beside these that pause with them. */
  readonly others?: readonly Pausable[];
  readonly inherited?: InheritedSockets | undefined;
  readonly log: Logger;
}

/** ALPN (XEP-0368 §3). */
export const XMPP_CLIENT = "xmpp-client";
export const XMPP_SERVER = "xmpp-server";

/** Throws ListenError. */
export function openListeners({ config, tls, services, others = [], inherited, log }: ListenerDeps): Listeners {
  const { listen } = config;
  const { client, server, component, proxy, descriptors } = services;
  const opened: TcpListener[] = [];
  const addresses: Record<string, string> = {};

  const open = (
    name: string,
    service: TcpService | undefined,
    at: string,
    kind: Pick<TcpListenerDeps, "directTls"> = {},
  ): void => {
    const address = parseListener(at);
    if (!address || !service) return;
    let listener: TcpListener;
    try {
      listener = listenTcp({ ...service, ...kind, address, tls, descriptors, inherited, log });
    } catch (error) {
      throw new ListenError(`listen.${name}`, address, error);
    }
    opened.push(listener);
    addresses[name] = printListener({ host: address.host, port: listener.port });
  };

  try {
    open("client", client, listen.client);
    open("client_tls", client, listen.client_tls, { directTls: { alpn: XMPP_CLIENT } });
    open("server", server, listen.server);
    open("server_tls", server, listen.server_tls, { directTls: { alpn: XMPP_SERVER } });
    open("component", component, listen.component);
  } catch (error) {
    for (const listener of opened) listener.stop();
    throw error;
  }
  try {
    open("proxy", proxy, listen.proxy);
  } catch (error) {
    // The server runs without it.
    log.warn({ event: "proxy-not-listening", address: listen.proxy, reason: String(error) });
  }
  descriptors.watch(...opened, ...others);
  return {
    addresses,
    stop: () => {
      descriptors.stop();
      for (const listener of opened) listener.stop();
    },
  };
}

/** Whoever connects to such a socket is never answered, and systemd goes on listening. */
export function warnOfUnused(inherited: InheritedSockets | undefined, log: Logger): void {
  const addresses = inherited?.unused() ?? [];
  if (addresses.length === 0) return;
  const remedy = "sudo jabber-home service install";
  log.warn({ event: "sockets-not-used", addresses, reason: "config.toml no longer has these ports", remedy });
}
