/** Where calls are relayed by UDP: the addresses of this machine, followed as they change. */
import { isIPv4 } from "node:net";
import { type ListenAddress, parseListener } from "../config/listener.ts";
import type { Config } from "../config/schema.ts";
import type { Logger } from "../log.ts";
import type { RefusedCallPort } from "../operations/status.ts";
import { listenUdp } from "../turn/listeners.ts";
import type { TurnServer } from "../turn/turn-server.ts";
import type { UdpSocket } from "../turn/udp-socket.ts";
import type { PublicAddress } from "./public-address.ts";

export interface UdpDeps {
  readonly config: Config;
  readonly server: TurnServer;
  readonly addresses: PublicAddress;
  readonly log: Logger;
}

export interface UdpListeners {
  /** Undefined where there is none. */
  readonly port: number | undefined;
  /** Why there is none. */
  readonly refused: readonly RefusedCallPort[];
  /** Listens on addresses that are new, and no longer on those that are gone. */
  follow(): Promise<void>;
  stop(): void;
}

/**
 * A socket at each address of this machine, since a wildcard one does not tell to which address a packet came, and its
 * answers could leave from another.
 */
export async function openUdp({ config, server, addresses, log }: UdpDeps): Promise<UdpListeners> {
  const address = parseListener(config.listen.turn);
  if (!address) return { port: undefined, refused: [], follow: async () => {}, stop: () => {} };
  const wanted = (): readonly string[] => hostsOf(address, addresses.local());
  /** Where the configuration leaves the choice to the system, the first socket's is that of all. */
  let at = address.port;
  const sockets = new Map<string, UdpSocket>();
  /** Said once of each. */
  const refused = new Map<string, RefusedCallPort>();
  let isStopped = false;

  const listenOnAll = async (): Promise<void> => {
    const hosts = wanted();
    for (const [host, socket] of sockets) {
      if (hosts.includes(host)) continue;
      socket.close();
      sockets.delete(host);
    }
    for (const host of hosts) {
      if (sockets.has(host)) continue;
      try {
        const socket = await listenUdp(server, { host, port: at });
        if (isStopped) socket.close();
        else sockets.set(host, socket);
        at ||= socket.port;
      } catch (error) {
        const reason = String(error);
        if (!refused.has(host))
          log.warn({ event: "turn-not-listening", listener: "turn", address: `${host} UDP ${at}`, reason });
        const code = String((error as { code?: unknown }).code);
        refused.set(host, { listener: "turn", transport: "udp", address: config.listen.turn, code, reason });
      }
    }
  };
  /** One after the other. */
  let following = Promise.resolve();
  const follow = (): Promise<void> => {
    following = following.then(() => (isStopped ? undefined : listenOnAll()));
    return following;
  };
  await follow();
  return {
    get port() {
      return [...sockets.values()][0]?.port;
    },
    // By one address of this machine, calls pass.
    get refused() {
      return sockets.size > 0 ? [] : [...refused.values()].slice(0, 1);
    },
    follow,
    stop: () => {
      isStopped = true;
      for (const socket of sockets.values()) socket.close();
    },
  };
}

function hostsOf({ host }: ListenAddress, local: readonly string[]): readonly string[] {
  if (host === "::") return local;
  return host === "0.0.0.0" ? local.filter((address) => isIPv4(address)) : [host];
}
