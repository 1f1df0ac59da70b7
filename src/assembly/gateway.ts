/** The router of a home: it forwards the ports of the public listeners, for as long as the server runs. */
import { systemClock } from "../clock.ts";
import { isLoopback, parseListener, parsePortRange } from "../config/listener.ts";
import type { Config } from "../config/schema.ts";
import { listenForAnnouncements } from "../gateway/announcements.ts";
import { findRouter } from "../gateway/find.ts";
import { type Gateway, keepPortsOpen } from "../gateway/gateway.ts";
import { NONCE_PURPOSE, noncesOf } from "../gateway/nonce.ts";
import type { Transport, WantedPort } from "../gateway/report.ts";
import type { Logger } from "../log.ts";
import type { Secret } from "../store/home-secret.ts";

/** The listeners that others have to reach; the rest are for programs of this machine or its network. */
const TRANSPORTS: Readonly<Record<string, readonly Transport[]>> = {
  client: ["tcp"],
  client_tls: ["tcp"],
  server: ["tcp"],
  server_tls: ["tcp"],
  http: ["tcp"],
  https: ["tcp"],
  proxy: ["tcp"],
  turn: ["tcp", "udp"],
  turns: ["tcp"],
};

/**
 * `listening`: by the option's name, where each listens. Those of this machine alone are left out. `relayPorts`: FIRST-LAST, over
 * which calls are relayed, where these are for others.
 */
export function wantedPorts(listening: Readonly<Record<string, string>>, relayPorts: string): readonly WantedPort[] {
  const isForOthers = (text: string | undefined): boolean => {
    const address = parseListener(text ?? "off");
    return address !== undefined && !isLoopback(address);
  };
  const wanted = Object.entries(listening).flatMap(([name, text]) => {
    const port = parseListener(text)?.port;
    if (port === undefined || !isForOthers(text)) return [];
    return (TRANSPORTS[name] ?? []).map((transport) => ({ transport, port }));
  });
  const range = isForOthers(listening.turn) || isForOthers(listening.turns) ? parsePortRange(relayPorts) : undefined;
  if (range === undefined) return wanted;
  const relays = Array.from({ length: range.last - range.first + 1 }, (_, index) => range.first + index);
  return [...wanted, ...relays.map((port) => ({ transport: "udp", port }) as const)];
}

export interface OpenGatewayDeps {
  readonly config: Pick<Config, "general" | "gateway" | "turn">;
  readonly listening: Readonly<Record<string, string>>;
  readonly secret: Secret;
  readonly log: Logger;
}

/** Undefined where the router is not to be asked, or nothing is for others. */
export function openGateway({ config, listening, secret, log }: OpenGatewayDeps): Gateway | undefined {
  const wanted = config.gateway.enabled ? wantedPorts(listening, config.turn.relay_ports) : [];
  if (wanted.length === 0) return undefined;
  const nonceOf = noncesOf(secret(NONCE_PURPOSE));
  return keepPortsOpen({
    ...{ wanted, log, clock: systemClock, isListening: true },
    announcements: listenForAnnouncements,
    find: () => findRouter({ nonceOf }),
    seenAddresses: config.general.addresses.filter((address) => !address.includes(":")),
  });
}
