/** The ports of this machine that others have to reach: what a router forwards, or a firewall lets in. */
import { isLoopback, parseListener, parsePortRange } from "./listener.ts";

export interface ForwardedPort {
  readonly transport: "tcp" | "udp";
  readonly port: number;
}

/** The listeners for others; the rest are for programs of this machine or its network, or for whoever is in front of it. */
const TRANSPORTS: Readonly<Record<string, readonly ForwardedPort["transport"][]>> = {
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
 * Each once. `listening`: by the option's name, where each listens. Those of this machine alone are left out. `relayPorts`:
 * FIRST-LAST, over which calls are relayed, where these are for others.
 */
export function forwardedPorts(
  listening: Readonly<Record<string, string>>,
  relayPorts: string,
): readonly ForwardedPort[] {
  const portFor = (text = "off"): number | undefined => {
    const address = parseListener(text);
    return address && !isLoopback(address) ? address.port : undefined;
  };
  const hasCalls = portFor(listening.turn) !== undefined || portFor(listening.turns) !== undefined;
  const range = hasCalls ? parsePortRange(relayPorts) : undefined;
  const relays = range ? Array.from({ length: range.last - range.first + 1 }, (_, index) => range.first + index) : [];
  const ports = [
    ...Object.entries(listening).flatMap(([name, text]) => {
      const port = portFor(text);
      return port === undefined ? [] : (TRANSPORTS[name] ?? []).map((transport) => ({ transport, port }));
    }),
    ...relays.map((port) => ({ transport: "udp", port }) as const),
  ];
  return [...new Map(ports.map((each) => [`${each.transport} ${each.port}`, each])).values()];
}
